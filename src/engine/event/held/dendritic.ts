import { blockSize } from "../layout.js"
import type { Held, HeldParts } from "./held.js"
import { tablesFrom } from "./tables.js"

/** Dendritic delays hold back the summed input of a target: kernels in assembly/held.ts. */
export function dendriticHeld({ k, memory, layout, connection, thread }: HeldParts): Held {
  const { steps, stride, populations } = layout
  const { from, to, weights, weightGradient, delayGradient, trainedDelay, delays } = connection
  const held = connection.held!
  const { rows, at, offsets, current, back } = connection.threads[thread]
  const [sources, targets] = [populations[from].size, populations[to].size]
  const blockBytes = sources * blockSize * 4
  const sum = (block: number) => k.accumulate(rows, at, offsets, 0, steps, weights + block * blockBytes, current, 0)
  const tableOf = (block: number) => tablesFrom(memory, held, block * blockSize * 4)
  return {
    lost() {
      const starts = new Int32Array(memory.buffer, offsets, steps + 1)
      const whole = new Int32Array(memory.buffer, delays, targets)
      let lost = 0
      for (const by of whole) lost += starts[steps] - starts[Math.max(0, steps - by)]
      return lost / targets
    },
    forward(block, input, add) {
      const { ats, shares, count } = tableOf(block)
      sum(block)
      k.holdBack(current, ats, shares, count, steps, input, add)
    },
    gradients(block, inputGradient, shard) {
      const { ats, shares, slopes, count, slopeCount, shift } = tableOf(block)
      const own = back + block * stride
      k.holdForth(inputGradient, ats, shares, count, steps, own, 0)
      k.weightGradient(rows, at, offsets, 0, steps, own, shard + weightGradient + block * blockBytes)
      if (!trainedDelay) return
      sum(block)
      const out = shard + delayGradient + block * blockSize * 4
      k.heldSlope(current, inputGradient, ats, slopes, slopeCount, shift, steps, out)
    },
    back: { kind: "before", gradient: back, stride },
  }
}
