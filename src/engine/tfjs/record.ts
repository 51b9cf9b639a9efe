import type { Tensor3D } from "@tensorflow/tfjs"
import type { Parameters } from "../../network/index.js"
import { fromSamples, type SampleSpikes, type SpikeDataset } from "../../spikes/index.js"
import type { Pass } from "../engine.js"
import { checkPass } from "../pass.js"
import { scoped } from "./load.js"
import { changesOf, chunks, enter, type Reference, spiking } from "./reference.js"
import { run } from "./run.js"

/** Spikes of every population as they are sent on, input first, before delays. */
export function record(
  reference: Reference,
  parameters: Parameters,
  data: SpikeDataset,
  samples: ArrayLike<number>,
  pass: Pass = {},
): SpikeDataset[] {
  const { tf, network } = reference
  checkPass(pass, network, false)
  const { dropout } = pass
  const parts = chunks(samples).map((part) =>
    scoped(tf, () => {
      const { tensors, input } = enter(reference, parameters, data, part)
      const { sent } = run(tf, network, tensors, input, { dropout }, changesOf(reference, part, pass))
      return sent.map((spikes, p) => events(spiking(network, p) ? spikes : tf.zerosLike(spikes)))
    }),
  )
  const labels = Uint16Array.from(samples, (s) => data.labels[s])
  const { steps, dt, populations } = network
  return populations.map(({ name, size }, p) =>
    fromSamples(
      parts.flatMap((part) => part[p]),
      { labels, classNames: data.classNames, unitCount: size, steps, dt, name },
    ),
  )
}

/** Event lists of a dense tensor; samples x steps x neurons. */
function events(spikes: Tensor3D): SampleSpikes[] {
  const [samples, steps, neurons] = spikes.shape
  const values = spikes.dataSync()
  return Array.from({ length: samples }, (_, sample) => {
    const times: number[] = []
    const units: number[] = []
    for (let k = 0; k < steps * neurons; k++) {
      if (values[sample * steps * neurons + k] === 0) continue
      times.push(Math.floor(k / neurons))
      units.push(k % neurons)
    }
    return { times, units }
  })
}
