import { blockSize } from "../layout/sizes.js"
import type { Held, HeldParts } from "./held.js"
import { lineLength } from "./lines.js"

/** Axonal delays while training spreads them: kernels in assembly/spread.ts. */
export function spreadHeld({ k, memory, layout, connection, thread }: HeldParts): Held {
  const { steps, populations } = layout
  const { from, weights, weightGradient, delayGradient, trainedDelay, delays, backStride } = connection
  const { ats, shares, slopes, sizes } = connection.held!
  const { rows, at, offsets, current, back, tiles } = connection.threads[thread]
  const { at: arriving, bytes, masks, list } = tiles!
  const { size, words, neuron } = populations[from]
  const stepBytes = blockSize * 4
  const [length, outLength] = [backStride / stepBytes, lineLength(layout)]
  const blockBytes = size * stepBytes
  // what the threads share stays where it is when it grows
  const starts = new Int32Array(memory.buffer, offsets, steps + 1)
  const numbers = new Int32Array(memory.buffer, sizes, 4)
  const count = () => numbers[0]
  const width = () => numbers[3]
  const tileOf = (step: number) => Math.ceil(step / 4)
  return {
    lost() {
      const table = [delays, ats, shares, count(), width()] as const
      const lost = k.spreadTiles(rows, at, starts[steps], steps, ...table, arriving, bytes, masks, words)
      k.collect(masks, 0, tileOf(steps), words, list.rows, list.at, list.offsets)
      return lost
    },
    forward(block, input, add, { from, to }) {
      const own = weights + block * blockBytes
      k.tilesForward(list.rows, list.offsets, tileOf(from), tileOf(to), arriving, bytes, own, input, add)
    },
    gradients(block, inputGradient, shard, { from, to }) {
      const out = shard + weightGradient + block * blockBytes
      k.tilesGradient(list.rows, list.offsets, tileOf(from), tileOf(to), arriving, bytes, inputGradient, out)
      if (!trainedDelay || neuron) return
      const own = weights + block * blockBytes
      const table = [ats, slopes, count(), width()] as const
      k.spreadSlopesAtSpikes(rows, at, starts[to], from, to, own, ...table, inputGradient, shard + delayGradient)
    },
    back: {
      kind: "after",
      hold(block, arrived, out, add, { from, to }) {
        const own = back + block * backStride
        const table = [ats + block * stepBytes, shares + block * blockSize * width() * 4, count(), width()] as const
        k.turnToRows(arrived, from, to, steps, length, own)
        k.spreadForth(own, length, ...table, from, to, current, outLength)
        k.turnToBlock(current, outLength, to - from, out + from * stepBytes, add)
      },
    },
    delayGradients(shard) {
      if (!trainedDelay || !neuron) return
      const table = [ats, slopes, count(), width()] as const
      k.spreadSlopes(rows, at, starts[steps], steps, back, length, ...table, shard + delayGradient)
    },
  }
}
