import type { Tensor, Tensor3D } from "@tensorflow/tfjs"
import type { NetworkGraph } from "../../network/index.js"
import { type Probes, probeSample } from "../../perturb/index.js"
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
  return tf.customGrad(() => ({
    value: tf.tensor3d(changed, spikes.shape),
    gradFunc: (g: Tensor) => [g],
  }))(spikes) as Tensor3D
}
