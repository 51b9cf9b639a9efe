import { norm, type Parameters, tensorKinds } from "../../network/index.js"
import type { ProductKind } from "./block-product.js"

export type Precision = "exact" | "fast"

/** Largest relative error of a gradient tensor that a kind of product may have on the first batch; that of interpolation changes with the data. */
const allowedError: Record<ProductKind, number> = { exact: 0, interpolated: 8e-4, integers: 1e-3 }

/** Steps from which every second one is interpolated: below, gradients change too much from one to the next. */
const leastInterpolated = 200

/**
 * The fastest products whose gradients err little on a batch; exact ones, with a warning, where none do.
 *
 * @param truth the batch's gradients by exact products
 * @param by its gradients by others
 */
export function productsFor(
  steps: number,
  truth: Parameters,
  by: (products: ProductKind) => Parameters,
): { products: ProductKind; error: number } {
  const tried: ProductKind[] = steps >= leastInterpolated ? ["interpolated", "integers"] : ["integers"]
  let error = 0
  for (const products of tried) {
    error = relativeError(by(products), truth)
    if (error <= allowedError[products]) return { products, error }
  }
  process.emitWarning(
    `event engine: in fast precision the first batch's gradients err by ${error.toExponential(1)}, more than ${allowedError.integers}; it stays exact.`,
  )
  return { products: "exact", error }
}

/** The largest distance of a tensor from the true one, relative to its length. */
function relativeError(actual: Parameters, truth: Parameters): number {
  let worst = 0
  truth.forEach((tensors, index) => {
    for (const name of tensorKinds) {
      const [right, wrong] = [tensors[name], actual[index][name]]
      if (!right || !wrong) continue
      const length = norm(right)
      if (length > 0) worst = Math.max(worst, norm(wrong.map((value, i) => value - right[i])) / length)
    }
  })
  return worst
}
