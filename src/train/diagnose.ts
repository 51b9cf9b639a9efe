import { eventEngine } from "../engine/index.js"
import { connectionNames, type Network, outputOf, sendsSpikes } from "../network/index.js"
import type { SpikeDataset } from "../spikes/index.js"
import { adviceOn, type Findings } from "./advice.js"
import { type ConnectionRow, Diagnosis, type LayerRow } from "./diagnosis.js"
import { gradientNorms } from "./gradient-norms.js"
import { healthOf, spread } from "./health.js"
import { crossEntropy } from "./losses.js"
import { type TrainedNetwork, TrainingRun } from "./training-run.js"

/** At most so many samples are run. */
const most = 256

/**
 * What to look at first when a training fails: spikes of each layer, lengths of gradients, delays at their bounds, training against
 * validation; and in plain words what is odd, and what usually helps.
 *
 * @param subject a network with parameters (trained or not), or a run, also while it trains
 * @param data samples that it was not trained on, where there are; up to 256 of them are run
 * @throws RangeError when there are no samples, or the network has no parameters
 */
export function diagnose(subject: Network | TrainedNetwork | TrainingRun, data: SpikeDataset): Diagnosis {
  const network = subject instanceof TrainingRun ? subject.network : subject
  const history = "history" in subject ? subject.history : []
  const loss = "settings" in subject ? subject.settings.loss : crossEntropy()
  const activity = "settings" in subject ? subject.settings.activity : undefined
  const { parameters } = network
  if (!parameters) throw new RangeError("diagnose: the network has no parameters yet; fit() or initialise() it.")
  if (data.length === 0) throw new RangeError("diagnose: there are no samples.")
  const engine = eventEngine(network, { threads: 1, shards: 1 })
  const samples = spread(data.length, most)
  const result = engine.gradients(parameters, data, samples, loss, { activity })
  const health = healthOf(engine, parameters, data)
  const norms = gradientNorms(network, result.gradients)
  const layers = network.populations.map(
    ({ name, size }, p): LayerRow => ({
      layer: name,
      neurons: size,
      rate: result.rates[p],
      silent: health.silent[p],
      bursting: health.bursting[p],
      ...(activity && { penalty: result.penalties[p] }),
    }),
  )
  const connections = connectionNames(network).map((connection, index): ConnectionRow => {
    const { weights, gains, delaySteps } = norms[index]
    const piled = health.delays.find((delays) => delays.connection === connection)
    return {
      connection,
      gradient: Math.hypot(weights, gains ?? 0),
      ...(piled && {
        delayGradient: delaySteps,
        atMin: piled.atMin,
        atMax: piled.atMax,
        trained: network.connections[index].delay!.trained,
      }),
    }
  })
  const reads = !sendsSpikes(outputOf(network).neuron!)
  const findings: Findings = {
    layers: reads ? layers.slice(0, -1) : layers,
    reads,
    connections,
    history,
    classes: data.classNames.length,
    accuracy: result.correct / samples.length,
    lost: result.lostSpikes / Math.max(1, spikesIn(data, samples)),
  }
  return new Diagnosis(layers, connections, adviceOn(findings))
}

const spikesIn = ({ offsets }: SpikeDataset, samples: readonly number[]): number =>
  samples.reduce((sum, s) => sum + offsets[s + 1] - offsets[s], 0)
