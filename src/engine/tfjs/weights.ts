import type { Tensor1D, Tensor2D, Tensor3D } from "@tensorflow/tfjs"
import type { TensorFlow } from "./load.js"
import { product } from "./product.js"

/**
 * Weights as they act: gain * direction / |direction| for each target, or as they are where there are no gains.
 *
 * @param weights targets x sources
 * @param gains targets
 */
export function effective(weights: Tensor2D, gains?: Tensor1D): Tensor2D {
  if (!gains) return weights
  const length = weights.square().sum(1, true).sqrt()
  return weights.div(length).mul(gains.expandDims(1))
}

/**
 * Input current of every target at every step: x times the weights' transpose.
 *
 * @param x spikes; samples x steps x sources
 * @param weights targets x sources
 * @returns samples x steps x targets
 */
export function currents(tf: TensorFlow, x: Tensor3D, weights: Tensor2D): Tensor3D {
  const [samples, steps, sources] = x.shape
  const rows = x.reshape<Tensor2D>([samples * steps, sources])
  return product(tf, rows, weights.transpose()).reshape([samples, steps, -1])
}
