import type { ConnectionRow, LayerRow } from "./diagnosis.js"
import type { Epoch } from "./epoch.js"

/** What advice is given on. */
export interface Findings {
  /** Input first, output last; only those that spike. */
  readonly layers: readonly LayerRow[]
  /** Whether the output is read off membranes. */
  readonly reads?: boolean
  readonly connections: readonly ConnectionRow[]
  readonly history: readonly Epoch[]
  readonly classes: number
  /** On the samples that were run. */
  readonly accuracy: number
  /** Spikes that delays pushed past the window, as a share of the input's. */
  readonly lost: number
}

/** What is odd, each with what usually helps; the rules of thumb of a study on spoken digits (rates of .05 to .15 are healthy). */
export function adviceOn(findings: Findings): string[] {
  return [...onSpikes(findings), ...onGradients(findings), ...onDelays(findings), ...onLearning(findings)]
}

function onSpikes({ layers, reads }: Findings): string[] {
  const output = reads ? undefined : layers[layers.length - 1]
  return layers.slice(1).flatMap((layer) => {
    const { layer: name, rate, silent, bursting } = layer
    const spikes = `${name} spikes at ${short(rate)} a neuron and step`
    if (layer === output) {
      if (silent > 0.5 || rate < 0.001) {
        return `The output is silent (${spikes}): the surrogate is too narrow, or its input too weak. Widen it (fastSigmoid(2), exponential(0.5)), or raise startRate.`
      }
      return bursting > 0.5 ? `The output bursts (${spikes}): ask for fewer spikes, or lower startRate.` : []
    }
    if (silent > 0.3) {
      return `${percent(silent)} of ${name} are silent: raise startRate (0.08), widen the surrogate, or bound its activity from below (activity: { ${name}: { lower: { spikes: 1 } } }).`
    }
    if (bursting > 0.2)
      return `${percent(bursting)} of ${name} burst: lower startRate or the rate of the optimiser, or bound its activity from above (activity: { ${name}: { upper: { spikes: 10 } } }).`
    if (rate < 0.05) return `${spikes}, under the healthy .05 to .15: raise startRate (0.08).`
    if (rate > 0.15)
      return `${spikes}, over the healthy .05 to .15: lower startRate (0.08), or the rate of the optimiser.`
    return []
  })
}

function onGradients({ connections }: Findings): string[] {
  const longest = Math.max(...connections.map(({ gradient }) => gradient))
  // where delays hear the loss, the layers behind let it through, whatever keeps the weights from moving
  const reached = ({ gradient, delayGradient = 0 }: ConnectionRow) => Math.max(gradient, delayGradient) > 1e-4 * longest
  const dead = connections.filter((row) => !reached(row)).map(({ connection }) => connection)
  if (longest === 0) return ["No connection has a gradient: the surrogate is too narrow, or nothing spikes. Widen it."]
  return dead.length === 0
    ? []
    : [
        `Hardly any gradient reaches ${dead.join(", ")}: the surrogate of a layer behind is too narrow. Widen it (fastSigmoid(2)).`,
      ]
}

function onDelays({ connections, lost }: Findings): string[] {
  const piled = connections.flatMap(({ connection, trained, atMin = 0, atMax = 0 }) => {
    if (!trained) return []
    return [
      ...(atMax > 0.2
        ? [
            `${percent(atMax)} of the delays of ${connection} lie at their upper bound: raise max, or use growingCeiling().`,
          ]
        : []),
      ...(atMin > 0.5
        ? [`${percent(atMin)} of the delays of ${connection} lie at their lower bound: a wider start range may help.`]
        : []),
    ]
  })
  if (lost <= 0.05) return piled
  const share = `Delays push spikes past the end of the window (${percent(lost)} of the input's number)`
  return [...piled, `${share}: simulate longer, network(data, layers, { duration: 2 * data.steps * data.dt }).`]
}

function onLearning({ history, classes, accuracy }: Findings): string[] {
  const last = history.at(-1)
  if (!last) return []
  const held = last.validationAccuracy ?? accuracy
  const [train, chance] = [last.accuracy, 1 / classes]
  const both = `training ${percent(train)}, ${last.validationAccuracy === undefined ? "these samples" : "validation"} ${percent(held)}`
  if (train - held > 0.25) {
    return [
      `Overfitted (${both}): show fresh subsets of the spikes at each epoch (freshNorm), more samples, or stop earlier (patience).`,
    ]
  }
  if (history.length >= 5 && train < 1.5 * chance) {
    return [`It does not learn (${both}, chance ${percent(chance)}): raise the rate, or widen the surrogate.`]
  }
  const earlier = history[history.length - 1 - Math.ceil(history.length / 10)]
  const [now, before] = [last, earlier].map((epoch) => epoch?.validationLoss ?? epoch?.loss)
  const falls = now !== undefined && before !== undefined && now < 0.95 * before
  return history.length >= 10 && held < 0.95 && falls ? ["The loss still fell at the end: train for more epochs."] : []
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`
const short = (value: number): string => String(Number(value.toPrecision(2)))
