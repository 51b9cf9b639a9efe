import { blockSize } from "../layout/sizes.js"
import type { Stretch } from "../neurons/neuron-kernel.js"
import { lostOnDendrites } from "./dendritic.js"
import type { Held, HeldParts } from "./held.js"
import { tablesFrom } from "./tables.js"

/** Dendritic delays that training spreads, or within a cycle: kernels in assembly/held.ts. */
export function spreadDendriticHeld({ k, memory, layout, connection, thread }: HeldParts): Held {
  const { steps, stride, populations } = layout
  const { from, to, weights, weightGradient, delayGradient, trainedDelay, delays } = connection
  const held = connection.held!
  const { rows, at, offsets, current, back } = connection.threads[thread]
  const [sources, targets] = [populations[from].size, populations[to].size]
  const blockBytes = sources * blockSize * 4
  const sum = (block: number, first: number, end: number) =>
    k.accumulate(rows, at, offsets, first, end, weights + block * blockBytes, current, 0)
  const tableOf = (block: number) => tablesFrom(memory, held, block * blockSize * 4)
  const hold = (block: number, inputGradient: number, { from, to }: Stretch) => {
    const { ats, shares, count } = tableOf(block)
    k.holdForth(inputGradient, ats, shares, count, from, to, steps, back + block * stride, 0)
  }
  return {
    lost: () => lostOnDendrites(memory, offsets, steps, delays, targets),
    forward(block, input, add, { from, to }) {
      const { ats, shares, count } = tableOf(block)
      sum(block, from, to)
      k.holdBack(current, ats, shares, count, from, to, steps, input, add)
    },
    gradients(block, inputGradient, shard) {
      const { ats, slopes, slopeCount, shift } = tableOf(block)
      hold(block, inputGradient, { from: 0, to: steps, steps })
      k.weightGradient(rows, at, offsets, 0, steps, back + block * stride, shard + weightGradient + block * blockBytes)
      if (!trainedDelay) return
      sum(block, 0, steps)
      const out = shard + delayGradient + block * blockSize * 4
      k.heldSlope(current, inputGradient, ats, slopes, slopeCount, shift, steps, out)
    },
    back: { kind: "before", gradient: back, stride, hold },
  }
}
