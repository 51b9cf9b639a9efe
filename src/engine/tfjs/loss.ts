import type { Scalar, Tensor, Tensor2D, Tensor3D } from "@tensorflow/tfjs"
import type { Neuron } from "../../network/index.js"
import type { Loss } from "../engine.js"
import type { TensorFlow } from "./load.js"

/**
 * What the output is judged by: its spike counts, or what is read off its membrane (of "steps": the mean, which decides).
 *
 * @param activity spikes or membrane potentials of the output; samples x steps x classes
 */
export function scoresOf(tf: TensorFlow, neuron: Neuron, activity: Tensor3D): Tensor2D {
  if (neuron.kind !== "leakyIntegrator") return activity.sum(1)
  if (neuron.read !== "maximum") return activity.mean(1)
  // the first of several largest takes the gradient; max() would give it to all
  const first = tf.oneHot(activity.argMax(1).toInt(), activity.shape[1]).toFloat().transpose([0, 2, 1])
  return activity.mul(first).sum(1)
}

/**
 * Mean loss over the batch.
 *
 * @param activity spikes or membrane potentials of the output; samples x steps x classes
 * @param labels one a sample
 */
export function lossOf(tf: TensorFlow, loss: Loss, neuron: Neuron, activity: Tensor3D, labels: Int32Array): Scalar {
  const [, steps, outputs] = activity.shape
  const classes = tf.oneHot(tf.tensor1d(labels, "int32"), outputs).toFloat()
  if (neuron.kind === "leakyIntegrator" && neuron.read === "steps" && loss.kind === "crossEntropy") {
    return crossEntropy(activity.mul(loss.scale), classes.expandDims(1))
  }
  const scores = scoresOf(tf, neuron, activity)
  switch (loss.kind) {
    case "crossEntropy":
      return crossEntropy(scores.mul(loss.scale), classes)
    case "spikeRate":
      return squares(scores.div(steps), classes, loss)
    case "spikeCount":
      return squares(scores, classes, loss)
    case "spikeProbability": {
      const likely = scores.add(loss.floor)
      return likely.div(likely.sum(1, true)).log().mul(classes).sum(1).mean().neg() as Scalar
    }
  }
}

/** Mean over all but the last axis. */
const crossEntropy = (scores: Tensor, classes: Tensor): Scalar =>
  scores.logSoftmax().mul(classes).sum(-1).mean().neg() as Scalar

function squares(counts: Tensor, classes: Tensor, { correct, wrong }: { correct: number; wrong: number }): Scalar {
  const target = classes.mul(correct - wrong).add(wrong)
  return counts.sub(target).square().sum(1).mean() as Scalar
}
