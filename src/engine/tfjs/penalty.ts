import type { Scalar, Tensor3D } from "@tensorflow/tfjs"
import type { Bound } from "../activity.js"
import type { TensorFlow } from "./load.js"

/**
 * What a population's bounds of activity add to the mean loss; equations in activity.ts.
 *
 * @param spikes samples x steps x neurons
 */
export function penaltyIn(tf: TensorFlow, bounds: readonly Bound[], spikes: Tensor3D): Scalar {
  const counts = spikes.sum(1)
  const each = bounds.map(({ spikes, strength, of, sign }) => {
    const bounded = of === "mean" ? counts.mean(1) : counts
    return tf.relu(bounded.sub(spikes).mul(sign)).square().mean().mul<Scalar>(strength)
  })
  return tf.addN(each) as Scalar
}
