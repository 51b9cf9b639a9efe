import type { Reading } from "../../network/index.js"
import type { Loss } from "../engine.js"
import { lossOfCounts } from "../loss.js"
import { blockSize } from "./layout/sizes.js"

/** Numbers of each output neuron and step, in blocks of 16 neurons: that of neuron k at step t stands at `place(k) + 16 t`. */
export interface Traces {
  readonly values: Float32Array
  /** Numbers of a block. */
  readonly block: number
  readonly steps: number
}

const place = (k: number, { block }: Traces): number => Math.floor(k / blockSize) * block + (k % blockSize)

/** What is read off membrane potentials, written to `scores`. */
export function readOff(read: Reading, potentials: Traces, scores: Float32Array): void {
  const { values, steps } = potentials
  for (let k = 0; k < scores.length; k++) {
    const start = place(k, potentials)
    let sum = 0
    let largest = values[start]
    for (let t = 0; t < steps; t++) {
      const value = values[start + t * blockSize]
      sum += value
      if (value > largest) largest = value
    }
    scores[k] = read === "maximum" ? largest : sum / steps
  }
}

/** Hands the gradient of what was read to the steps that it was read off. */
export function spreadGradient(read: Reading, potentials: Traces, scoreGradient: Float32Array, gradient: Traces): void {
  const { values, steps } = potentials
  gradient.values.fill(0)
  for (let k = 0; k < scoreGradient.length; k++) {
    const start = place(k, potentials)
    if (read === "maximum") {
      let best = 0
      for (let t = 1; t < steps; t++) if (values[start + t * blockSize] > values[start + best * blockSize]) best = t
      gradient.values[start + best * blockSize] = scoreGradient[k]
    } else {
      for (let t = 0; t < steps; t++) gradient.values[start + t * blockSize] = scoreGradient[k] / steps
    }
  }
}

/** Mean over the steps of the loss of each; its gradient times `weight` goes to `gradient`. */
export function lossOfSteps(
  loss: Loss,
  potentials: Traces,
  classes: number,
  label: number,
  weight: number,
  gradient: Traces,
): number {
  const { steps } = potentials
  const [scores, slopes] = [new Float32Array(classes), new Float32Array(classes)]
  const places = Array.from(scores, (_, k) => place(k, potentials))
  gradient.values.fill(0)
  let sum = 0
  for (let t = 0; t < steps; t++) {
    for (let k = 0; k < classes; k++) scores[k] = potentials.values[places[k] + t * blockSize]
    sum += lossOfCounts(loss, scores, label, steps, slopes)
    for (let k = 0; k < classes; k++) gradient.values[places[k] + t * blockSize] = (slopes[k] * weight) / steps
  }
  return sum / steps
}
