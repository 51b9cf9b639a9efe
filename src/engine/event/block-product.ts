import type { Kernels } from "./kernels.js"
import type { ConnectionLayout } from "./layout/connection.js"
import type { Scratch } from "./layout/layout.js"
import type { PopulationLayout } from "./layout/population.js"
import { blockSize, mostDeviations } from "./layout/sizes.js"

/** How the product that brings a gradient to the population below is worked out: in 32-bit floats, in 16-bit integers, or every second step of it in these. */
export const productKinds = ["exact", "integers", "interpolated"] as const
export type ProductKind = (typeof productKinds)[number]

/** Writes (or adds) the gradient of a block of the population below to `out`. */
export type BlockProduct = (block: number, out: number) => void

/**
 * Deviations from the mean of the neighbouring steps that count, as a share of the mean over the steps of the largest input gradient. Half of it
 * saves little error, twice of it little time.
 */
const countingDeviation = 0.005

/**
 * Shares of a block's surrogate derivatives that are not zero below which only those steps and neurons are worked out that have one: where that
 * costs as much as the whole product, as measured.
 */
export const sparseShare: Record<ProductKind, number> = { exact: 0.33, integers: 0.2, interpolated: 0.08 }

/** What a thread works a product out with. */
export interface ProductPlace {
  readonly k: Kernels
  readonly memory: WebAssembly.Memory
  readonly scratch: Scratch
}

/**
 * What brings the input gradients of a connection's target, which begin at `inputGradient`, to the spikes of its source, for `count` steps;
 * a block of the source at a time. `add`: whether to what is there.
 */
export function blockProduct(
  kind: ProductKind,
  { k, memory, scratch }: ProductPlace,
  { transposed, pairs, worth, gradientBound, trainedDelay }: ConnectionLayout,
  { size, blocks, gradientStride: stride }: PopulationLayout,
  inputGradient: number,
  count: number,
  add: boolean,
): BlockProduct {
  // buffers have room for a multiple of eight steps
  const steps = Math.ceil(count / 4) * 4
  const numbers = blocks * blockSize * blockSize
  const floats = (block: number) => transposed + 4 * block * numbers
  const adding = add ? 1 : 0
  if (kind === "exact") {
    return (block, out) => k.product(inputGradient, stride, size, floats(block), steps, out, adding)
  }
  const { gradient, scales, deviations, noted } = scratch
  const [bound] = new Float32Array(memory.buffer, gradientBound, 1)
  const rowWords = (blocks * blockSize) / 2
  const quantised = (rows: number, by: number) => {
    k.quantise(inputGradient, stride, blocks, rows, by, bound, gradient, scales)
    return (block: number, out: number) => {
      const [weights, own] = [pairs + 2 * block * numbers, worth + 4 * block * blockSize]
      k.fastProduct(gradient, scales, rowWords, Math.ceil(size / 2), weights, own, rows, by, out, adding)
    }
  }
  // too short a stretch says nothing about the size of gradients; what is there is not to be interpolated; and a delay's gradient is the
  // difference of neighbouring steps
  if (kind === "integers" || add || count < 8 || trainedDelay) return quantised(steps, 64)
  const everySecond = quantised(Math.ceil(count / 8) * 4, 128)
  const known = Math.floor(count / 8) * 4
  const least = (countingDeviation * bound * k.sum(scales, known)) / known
  const most = mostDeviations(count)
  const found = k.deviations(inputGradient, stride, blocks, count, least, deviations, most, noted)
  // with so many, the whole product costs less
  if (found === most) return quantised(steps, 64)
  return (block, out) => {
    everySecond(block, out)
    k.interpolate(out, count, deviations, found, floats(block))
  }
}

/**
 * The same where derivatives of the source may be zero: of a block with few others, only what is multiplied by these.
 *
 * @param slopes where a block's derivatives begin
 * @param sources neurons of the source
 */
export function sparseBlockProduct(
  kind: ProductKind,
  { k }: ProductPlace,
  { weights }: ConnectionLayout,
  { blocks, gradientStride: stride }: PopulationLayout,
  slopes: (block: number) => number,
  sources: number,
  inputGradient: number,
  count: number,
  add: boolean,
  dense: () => BlockProduct,
): BlockProduct {
  let whole: BlockProduct | undefined
  const most = sparseShare[kind] * count * blockSize
  return (block, out) => {
    const own = slopes(block)
    if (k.liveSlopes(own, count) > most) {
      whole ??= dense()
      return whole(block, out)
    }
    const rows = weights + block * blockSize * blockSize * 4
    const lanes = Math.min(blockSize, sources - block * blockSize)
    k.sparseProduct(own, inputGradient, stride, blocks, rows, sources * blockSize * 4, count, lanes, out, add ? 1 : 0)
  }
}
