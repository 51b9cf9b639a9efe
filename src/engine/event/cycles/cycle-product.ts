import type { ProductKind } from "../block-product.js"
import type { Kernels } from "../kernels.js"
import type { ConnectionLayout } from "../layout/connection.js"
import type { Layout } from "../layout/layout.js"
import { blockSize } from "../layout/sizes.js"
import type { Stretch } from "../neurons/neuron-kernel.js"
import type { Lanes } from "./lanes.js"

/** Writes (or adds) a product for a stretch of steps of so many samples. */
export type CycleProduct = (
  kind: ProductKind,
  samples: number,
  stretch: Stretch,
  input: Lanes,
  out: Lanes,
  add: 0 | 1,
) => void

const stepBytes = blockSize * 4

/** Rows that the kernels work on together. */
const together = 4

/**
 * What brings input gradients of a connection's target to the spikes of its source within a cycle: as `blockProduct`, but for all blocks of
 * the source, and for few steps of several samples, whose rows take the place of further steps.
 */
export function cycleProduct(
  { k, memory, layout, thread }: { k: Kernels; memory: WebAssembly.Memory; layout: Layout; thread: number },
  { from, to, transposed, pairs, worth, gradientBound }: ConnectionLayout,
): CycleProduct {
  const [source, target] = [layout.populations[from], layout.populations[to]]
  const weightNumbers = target.blocks * blockSize * blockSize
  const { gradient, scales } = layout.scratch[thread]
  const rowWords = (target.blocks * blockSize) / 2
  const usedWords = Math.ceil(target.size / 2)

  // shared memory stays where it is when it grows
  const bound = new Float32Array(memory.buffer, gradientBound, 1)
  return (kind, samples, { from, to }, input, out, add) => {
    const at = input.at + from * stepBytes
    const into = out.at + from * stepBytes
    if (kind === "exact" || samples !== together || to - from > 1) {
      k.cycleProduct(
        at,
        input.apart,
        input.stride,
        target.size,
        transposed,
        4 * weightNumbers,
        to - from,
        samples,
        into,
        out.apart,
        out.stride,
        source.blocks,
        add,
      )
      return
    }
    k.quantise(at, input.stride, target.blocks, samples, input.apart, bound[0], gradient, scales)
    k.cycleFastProduct(
      gradient,
      scales,
      rowWords,
      usedWords,
      pairs,
      2 * weightNumbers,
      worth,
      samples,
      into,
      out.apart,
      out.stride,
      source.blocks,
      add,
    )
  }
}
