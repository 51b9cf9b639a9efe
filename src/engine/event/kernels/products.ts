/** Weights and spikes, and gradients brought back: `assembly/accumulate.ts`, and the products of `assembly/`. */
export interface ProductKernels {
  accumulate(
    rows: number,
    at: number,
    offsets: number,
    from: number,
    to: number,
    weights: number,
    input: number,
    add: number,
  ): void
  weightGradient(
    rows: number,
    at: number,
    offsets: number,
    from: number,
    to: number,
    inputGradient: number,
    gradient: number,
  ): void
  product(
    inputGradient: number,
    stride: number,
    uppers: number,
    weights: number,
    steps: number,
    out: number,
    add: number,
  ): void
  liveSlopes(slopes: number, steps: number): number
  sparseProduct(
    slopes: number,
    inputGradient: number,
    stride: number,
    blocks: number,
    weights: number,
    weightStride: number,
    steps: number,
    lanes: number,
    out: number,
    add: number,
  ): void
  quantise(
    inputGradient: number,
    stride: number,
    blocks: number,
    rows: number,
    by: number,
    bound: number,
    out: number,
    scales: number,
  ): void
  fastProduct(
    gradient: number,
    scales: number,
    rowWords: number,
    pairs: number,
    weights: number,
    worth: number,
    rows: number,
    by: number,
    out: number,
    add: number,
  ): void
  deviations(
    inputGradient: number,
    stride: number,
    blocks: number,
    steps: number,
    least: number,
    list: number,
    most: number,
    noted: number,
  ): number
  interpolate(out: number, steps: number, list: number, count: number, weights: number): void
  sum(at: number, count: number): number
}
