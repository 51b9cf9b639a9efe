import { outputOf, type Parameters } from "../../network/index.js"
import type { SpikeDataset } from "../../spikes/index.js"
import type { ForwardResult, Pass } from "../engine.js"
import { checkPass } from "../pass.js"
import { scoped } from "./load.js"
import { scoresOf } from "./loss.js"
import { changesOf, chunks, enter, type Reference, spiking } from "./reference.js"
import { type Activity, run } from "./run.js"

/** A forward pass. */
export function forward(
  reference: Reference,
  parameters: Parameters,
  data: SpikeDataset,
  samples: ArrayLike<number>,
  pass: Pass = {},
): ForwardResult {
  const { tf, network } = reference
  checkPass(pass, network, false)
  const parts = chunks(samples).map((part) =>
    scoped(tf, () => {
      const { tensors, input } = enter(reference, parameters, data, part)
      return summary(reference, run(tf, network, tensors, input, pass, changesOf(reference, part, pass)), part.length)
    }),
  )
  const share = parts.map(({ outputCounts }) => outputCounts.length / outputOf(network).size / samples.length)
  return {
    outputCounts: Float32Array.from(parts.flatMap(({ outputCounts }) => [...outputCounts])),
    rates: network.populations.map((_, p) => parts.reduce((sum, { rates }, i) => sum + rates[p] * share[i], 0)),
    lostSpikes: parts.reduce((sum, { lostSpikes }) => sum + lostSpikes, 0),
  }
}

/** What a run of so many samples came to. */
export function summary({ tf, network }: Reference, { spikes, lostSpikes }: Activity, samples: number): ForwardResult {
  const { steps, populations } = network
  const rate = (p: number) => spikes[p].sum().dataSync()[0] / (samples * steps * populations[p].size)
  return {
    outputCounts: scoresOf(tf, outputOf(network).neuron!, spikes[spikes.length - 1]).dataSync() as Float32Array,
    rates: spikes.map((_, p) => (spiking(network, p) ? rate(p) : 0)),
    lostSpikes,
  }
}
