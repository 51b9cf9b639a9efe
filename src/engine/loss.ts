import type { Loss } from "./engine.js"

/** Loss of one sample, and its gradient with respect to each output's spike count, written to `gradient`. */
export function lossOfCounts(
  loss: Loss,
  counts: Float32Array,
  label: number,
  steps: number,
  gradient: Float32Array,
): number {
  let value = 0
  if (loss.kind === "crossEntropy") {
    let largest = Number.NEGATIVE_INFINITY
    for (const count of counts) largest = Math.max(largest, loss.scale * count)
    let sum = 0
    for (let k = 0; k < counts.length; k++) sum += Math.exp(loss.scale * counts[k] - largest)
    for (let k = 0; k < counts.length; k++) {
      const probability = Math.exp(loss.scale * counts[k] - largest) / sum
      gradient[k] = loss.scale * (probability - (k === label ? 1 : 0))
    }
    value = largest + Math.log(sum) - loss.scale * counts[label]
  } else {
    for (let k = 0; k < counts.length; k++) {
      const error = counts[k] / steps - (k === label ? loss.correct : loss.wrong)
      value += error * error
      gradient[k] = (2 * error) / steps
    }
  }
  return value
}

/** The output with the most spikes (the first, on a tie). */
export function decision(counts: ArrayLike<number>): number {
  let best = 0
  for (let k = 1; k < counts.length; k++) if (counts[k] > counts[best]) best = k
  return best
}
