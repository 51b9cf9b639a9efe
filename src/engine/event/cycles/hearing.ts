import type { ConnectionLayout } from "../layout/connection.js"
import { blockBytes } from "../layout/sizes.js"
import type { Stretch } from "../neurons/neuron-kernel.js"
import type { SampleRunner } from "../sample-runner.js"
import { connectionApart, populationApart } from "./lanes.js"

/** Adds what arrives within a stretch; `listed`: from what is noted at the step at which it arrives. */
export function hearing(lanes: readonly SampleRunner[], connection: ConnectionLayout, listed: boolean) {
  const { k, layout, thread } = lanes[0]
  const { from, to, weights, threads } = connection
  const [source, target] = [layout.populations[from], layout.populations[to]]
  const { rows, at, offsets, masks } = threads[thread]
  const apart = listed ? connectionApart(lanes, connection) : populationApart(lanes, source)
  const inputApart = populationApart(lanes, target)
  const weightStride = source.size * blockBytes
  const { input } = lanes[0].places.block(to, 0)
  return (samples: number, stretch: Stretch): void =>
    k.hear(
      samples,
      apart,
      listed ? masks : 0,
      source.words,
      rows,
      at,
      offsets,
      stretch.from,
      stretch.to,
      weights,
      weightStride,
      input,
      inputApart,
      layout.stride,
      target.blocks,
    )
}
