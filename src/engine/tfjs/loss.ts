import type { Scalar, Tensor2D } from "@tensorflow/tfjs"
import type { Loss } from "../engine.js"
import type { TensorFlow } from "./load.js"

/**
 * Mean loss over the batch, from output spike counts.
 *
 * @param counts samples x classes
 * @param labels one a sample
 * @param steps steps simulated
 */
export function lossOf(tf: TensorFlow, loss: Loss, counts: Tensor2D, labels: Int32Array, steps: number): Scalar {
  const classes = tf.oneHot(tf.tensor1d(labels, "int32"), counts.shape[1]).toFloat()
  switch (loss.kind) {
    case "crossEntropy":
      return counts.mul(loss.scale).logSoftmax().mul(classes).sum(1).mean().neg() as Scalar
    case "spikeRate": {
      const target = classes.mul(loss.correct - loss.wrong).add(loss.wrong)
      return counts.div(steps).sub(target).square().sum(1).mean() as Scalar
    }
  }
}
