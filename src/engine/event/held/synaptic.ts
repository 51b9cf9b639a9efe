import type { HeldLayout } from "../layout/held.js"
import type { Layout } from "../layout/layout.js"
import { blockSize } from "../layout/sizes.js"
import type { Held, HeldParts } from "./held.js"

/** Sharp synaptic delays, one a pair: kernels in assembly/pairs.ts. */
export function synapticHeld({ k, memory, layout, connection, thread }: HeldParts): Held {
  const { steps, populations } = layout
  const { from, to, weights, weightGradient, ahead, backStride, held } = connection
  const { ats, longest } = held!
  const { rows, at, offsets, current, back, byUnit } = connection.threads[thread]
  const [sources, targets, blocks] = [populations[from].size, populations[to].size, populations[to].blocks]
  const stepBytes = blockSize * 4
  const [length, outLength] = [backStride / stepBytes, lineLength(layout)]
  const blockBytes = sources * stepBytes
  // what the threads share stays where it is when it grows
  const starts = new Int32Array(memory.buffer, offsets, steps + 1)
  return {
    lost() {
      let lost = 0
      for (let block = 0; block < blocks; block++) {
        const lanes = Math.min(blockSize, targets - block * blockSize)
        const first = starts[Math.max(0, steps - longest)]
        lost += k.pairsLost(rows, at, first, starts[steps], steps, ats + block * blockBytes, lanes)
      }
      return lost / targets
    },
    forward(block, input, add, { from, to }) {
      // a block goes through all stretches before the next one does
      if (from === 0) {
        k.clear(current, (steps + longest) * stepBytes)
        k.pairsForward(rows, at, starts[steps], weights + block * blockBytes, ats + block * blockBytes, current)
      }
      k.copySteps(current, from, to, input, add)
    },
    gradients(block, inputGradient, shard, { from }) {
      // the stretches come from the end: now the whole window is there
      if (from > 0) return
      // by unit, for what belongs to a unit is more than the first cache holds
      const [ordered, times] = [byUnit!.rows, byUnit!.at]
      if (block === 0) k.listByUnit(rows, at, starts[steps], sources, ordered, times, byUnit!.offsets)
      k.besideSlopes(inputGradient, steps, ahead, longest, current)
      const out = shard + weightGradient + 2 * block * blockBytes
      k.pairsGradient(ordered, times, starts[steps], ats + block * blockBytes, current, out)
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

/** Numbers of a row of a stretch's gradients, of which some more are worked out than there are steps. */
export const lineLength = ({ stretchSteps }: Pick<Layout, "stretchSteps">): number => stretchSteps + 28

/** Bytes that these work in: a block's arrivals, its gradients beside their slopes, or gradients of a stretch's spikes. */
export const synapticBytes = (steps: number, longest: number, stretchSteps: number, sourceBlocks: number): number =>
  blockSize * 4 * Math.max(2 * (steps + longest), sourceBlocks * lineLength({ stretchSteps }))

/** Writes the table of a connection's delays (steps), row-major targets x sources. */
export function fillPairs(
  memory: WebAssembly.Memory,
  { ats, rows }: HeldLayout,
  delaySteps: Float32Array,
  targets: number,
  sources: number,
  whole: (steps: number) => number,
): void {
  const table = new Int32Array(memory.buffer, ats, rows * blockSize)
  for (let target = 0; target < targets; target++) {
    const lane = target % blockSize
    let place = (target - lane) * sources + lane
    for (let i = target * sources; i < (target + 1) * sources; i++, place += blockSize) {
      table[place] = whole(delaySteps[i]) * blockSize * 4
    }
  }
}
