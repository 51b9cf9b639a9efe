import type { ConnectionLayout } from "../layout/connection.js"
import type { Layout } from "../layout/layout.js"
import { blockSize } from "../layout/sizes.js"
import type { Held, HeldParts } from "./held.js"
import { lineLength } from "./lines.js"

/** Spikes a unit from which kernels take a unit at a time. */
const many = 4

/** Sharp synaptic delays, one a pair: kernels in assembly/pairs.ts. */
export function synapticHeld({ k, memory, layout, connection, thread }: HeldParts): Held {
  const { steps, populations } = layout
  const { from, to, weights, weightGradient, ahead, backStride, held } = connection
  const { ats, longest } = held!
  const { rows, at, offsets, current, back, byUnit } = connection.threads[thread]
  const { rows: unitRows, times, starts: begins, order, counts } = byUnit!
  const [sources, targets, blocks] = [populations[from].size, populations[to].size, populations[to].blocks]
  const stepBytes = blockSize * 4
  const [length, outLength] = [backStride / stepBytes, lineLength(layout)]
  const blockBytes = sources * stepBytes
  // what the threads share stays where it is when it grows
  const starts = new Int32Array(memory.buffer, offsets, steps + 1)
  const areMany = () => starts[steps] >= many * sources
  return {
    lost() {
      k.listByUnit(rows, at, starts[steps], sources, steps, unitRows, times, begins, order, counts)
      let lost = 0
      for (let block = 0; block < blocks; block++) {
        const lanes = Math.min(blockSize, targets - block * blockSize)
        const first = starts[Math.max(0, steps - longest)]
        lost += k.pairsLost(rows, at, first, starts[steps], steps, ats + block * blockBytes, length * 4, lanes)
      }
      return lost / targets
    },
    forward(block, input, add, { from, to }) {
      // a block goes through all stretches before the next one does
      if (from === 0) {
        k.clear(current, backStride)
        const own = [weights + block * blockBytes, ats + block * blockBytes, current] as const
        if (areMany()) k.pairsForward(order, times, begins, sources, ...own)
        else k.pairsForwardFew(unitRows, times, starts[steps], ...own)
      }
      k.turnToBlock(current + from * 4, length, to - from, input + from * stepBytes, add)
    },
    gradients(block, inputGradient, shard, { from }) {
      // the stretches come from the end: now the whole window is there
      if (from > 0) return
      k.besideSlopes(inputGradient, steps, ahead, current, length * 8)
      const own = [ats + block * blockBytes, current, shard + weightGradient + 2 * block * blockBytes] as const
      if (areMany()) k.pairsGradient(order, times, begins, sources, ...own)
      else k.pairsGradientFew(unitRows, times, starts[steps], ...own)
    },
    back: {
      kind: "instead",
      begin(inputGradient, stride, { from, to }) {
        for (let block = 0; block < blocks; block++) {
          k.turnToRows(inputGradient + block * stride, from, to, steps, length, back + block * backStride)
        }
        k.pairsBack(back, length, targets, sources, weights, ats, from, to, current, outLength)
      },
      pass(block, out, add, { from, to }) {
        k.turnToBlock(current + block * outLength * stepBytes, outLength, to - from, out, add)
      },
    },
  }
}

/** Bytes that these work in: a block's arrivals, its gradients beside their slopes, or gradients of a stretch's spikes. */
export const synapticBytes = (backStride: number, sourceBlocks: number, plan: Pick<Layout, "stretchSteps">): number =>
  Math.max(2 * backStride, sourceBlocks * blockSize * 4 * lineLength(plan))

/** Writes the table of a connection's delays (steps), row-major targets x sources: where each arrives in its block's rows. */
export function fillPairs(
  memory: WebAssembly.Memory,
  { held, backStride }: ConnectionLayout,
  delaySteps: Float32Array,
  targets: number,
  sources: number,
  whole: (steps: number) => number,
): void {
  const { ats, rows } = held!
  const table = new Int32Array(memory.buffer, ats, rows * blockSize)
  const rowBytes = backStride / blockSize
  for (let target = 0; target < targets; target++) {
    const lane = target % blockSize
    let place = (target - lane) * sources + lane
    for (let i = target * sources; i < (target + 1) * sources; i++, place += blockSize) {
      table[place] = lane * rowBytes + whole(delaySteps[i]) * 4
    }
  }
}
