import type { Tensor, Tensor2D, Tensor3D } from "@tensorflow/tfjs"
import type { NetworkGraph } from "../../network/index.js"
import { type Probes, probeSample, probeSteps } from "../../perturb/index.js"
import type { TensorFlow } from "./load.js"

/**
 * A population's spikes with its probe put on them; the gradient passes straight through.
 *
 * @param spikes samples x steps x neurons
 * @param samples number of each sample in its data
 */
export function probedSpikes(
  tf: TensorFlow,
  { populations, dt }: NetworkGraph,
  probes: Probes | undefined,
  population: number,
  spikes: Tensor3D,
  seed: number,
  samples: ArrayLike<number>,
): Tensor3D {
  const probe = probes?.[populations[population].name]
  if (!probe) return spikes
  const [, steps, unitCount] = spikes.shape
  const values = spikes.dataSync()
  const changed = new Float32Array(values.length)
  for (let s = 0; s < samples.length; s++) {
    const first = s * steps * unitCount
    const sent = values.subarray(first, first + steps * unitCount)
    const keys = Array.from(sent.keys()).filter((key) => sent[key] === 1)
    const list = {
      times: Uint16Array.from(keys, (key) => Math.floor(key / unitCount)),
      units: Uint16Array.from(keys, (key) => key % unitCount),
    }
    const { times, units } = probeSample({ ...list, unitCount, steps, dt }, probe, seed, population, samples[s])
    for (let k = 0; k < times.length; k++) changed[first + times[k] * unitCount + units[k]] = 1
  }
  return straightThrough(tf, spikes, changed)
}

/**
 * The same in a cycle, step by step.
 *
 * @returns a function of each step in turn; samples x neurons
 */
export function probedSteps(
  tf: TensorFlow,
  { populations, steps, dt }: NetworkGraph,
  probes: Probes | undefined,
  population: number,
  seed: number,
  samples: ArrayLike<number>,
): (spikes: Tensor2D, step: number) => Tensor2D {
  const { name, size: unitCount } = populations[population]
  const probe = probes?.[name]
  if (!probe) return (spikes) => spikes
  const each = Array.from(samples, (sample) => probeSteps({ unitCount, steps, dt }, probe, seed, population, sample))
  return (spikes, step) => {
    const values = spikes.dataSync()
    const changed = new Float32Array(values.length)
    each.forEach((sentAt, s) => {
      const fired = Array.from({ length: unitCount }, (_, unit) => unit).filter((u) => values[s * unitCount + u] === 1)
      for (const unit of sentAt(step, fired)) changed[s * unitCount + unit] = 1
    })
    return straightThrough(tf, spikes, changed)
  }
}

/** Other values, through which gradients pass as if they were those that are given. */
const straightThrough = <T extends Tensor>(tf: TensorFlow, spikes: T, values: Float32Array): T =>
  tf.customGrad(() => ({ value: tf.tensor(values, spikes.shape), gradFunc: (g: Tensor) => [g] }))(spikes) as T
