import type { Tensor, Tensor2D } from "@tensorflow/tfjs"
import { kindOfConstants, type Neuron, trainableOf, trainingOf } from "../../network/index.js"
import type { TensorFlow } from "./load.js"

/** What may be a number of all neurons, or a parameter (neurons, or 1). */
export type Value = number | Tensor

/**
 * A neuron's constants, in the order of `trainableOf`: plain numbers, or from their parameters where they are trained.
 *
 * @param constants constants x neurons, or x 1
 */
export function constantsIn(neuron: Neuron, dt: number, constants?: Tensor2D): Value[] {
  if (!trainingOf(neuron) || !constants) return trainableOf(neuron, dt).map(({ value }) => value)
  const [rows] = constants.shape
  const worth = (parameters: Tensor) => (kindOfConstants(neuron) === "time" ? parameters.exp() : parameters.sigmoid())
  // not unstack, whose gradient fails for a single row
  return Array.from({ length: rows }, (_, row) => worth(constants.slice(row, 1)).reshape([-1]))
}

/** What is left of a state after a step: exp(-dt / tau). */
export const leftOf = (tf: TensorFlow, tau: Value, dt: number): Value =>
  typeof tau === "number" ? Math.exp(-dt / tau) : tf.exp(tf.div(-dt, tau))

/** 1 - x */
export const rest = (tf: TensorFlow, x: Value): Value => (typeof x === "number" ? 1 - x : tf.sub(1, x))
