import { blockSize } from "../layout/sizes.js"
import type { Held, HeldParts } from "./held.js"
import { tableSizes } from "./tables.js"

/** Axonal delays within a cycle while training spreads them: kernels in assembly/held.ts. */
export function spreadInCycleHeld({ k, memory, layout, connection, thread }: HeldParts): Held {
  const { steps, populations } = layout
  const { from, weights, weightGradient, delayGradient, trainedDelay, delays } = connection
  const held = connection.held!
  const { rows, at, offsets } = connection.threads[thread]
  const { size } = populations[from]
  const spikes = () => new Int32Array(memory.buffer, offsets, steps + 1)
  const blockBytes = size * blockSize * 4
  return {
    lost() {
      const whole = new Int32Array(memory.buffer, delays, size)
      const starts = spikes()
      const units = new Uint32Array(memory.buffer, rows, starts[steps])
      const times = new Uint32Array(memory.buffer, at, starts[steps])
      let lost = 0
      for (let i = 0; i < units.length; i++) if ((times[i] >> 6) + whole[units[i] >> 6] >= steps) lost++
      return lost
    },
    forward(block, input, add, { from, to }) {
      if (!add) new Float32Array(memory.buffer, input, steps * blockSize).fill(0)
      const { count } = tableSizes(memory, held)
      const own = weights + block * blockBytes
      const starts = spikes()
      k.spreadSpikes(rows, at, starts[from], starts[to], steps, own, held.ats, held.shares, count, input)
    },
    gradients(block, inputGradient, shard) {
      const { count } = tableSizes(memory, held)
      k.spreadGradients(
        rows,
        at,
        spikes()[steps],
        steps,
        weights + block * blockBytes,
        held.ats,
        held.shares,
        held.slopes,
        count,
        inputGradient,
        shard + weightGradient + block * blockBytes,
        trainedDelay ? shard + delayGradient : 0,
      )
    },
    back: {
      kind: "after",
      hold(block, arrived, out, add, { from, to }) {
        const { count } = tableSizes(memory, held)
        const [ats, shares] = [held.ats + block * blockSize * 4, held.shares + block * count * blockSize * 4]
        k.holdForth(arrived, ats, shares, count, from, to, steps, out, add)
      },
    },
  }
}
