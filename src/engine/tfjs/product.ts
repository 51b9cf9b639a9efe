import type { Tensor, Tensor2D } from "@tensorflow/tfjs"
import type { TensorFlow } from "./load.js"

/**
 * Matrix product whose gradients transpose first and multiply then: three to five times faster on the wasm backend
 * than its own product with transposed arguments, and the same elsewhere.
 */
export function product(tf: TensorFlow, a: Tensor2D, b: Tensor2D): Tensor2D {
  return tf.customGrad((left, right, save) => {
    const [l, r] = [left as Tensor, right as Tensor]
    ;(save as (tensors: Tensor[]) => void)([l, r])
    return {
      value: l.matMul(r),
      gradFunc: (g: Tensor, [x, y]: Tensor[]) => [g.matMul(y.transpose()), x.transpose().matMul(g)],
    }
  })(a, b) as Tensor2D
}
