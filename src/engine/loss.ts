import { oneOf } from "../did-you-mean.js"
import { checkOptions, type OptionNames } from "../known-options.js"
import { type NetworkGraph, outputOf } from "../network/index.js"
import type { Loss } from "./engine.js"

export const lossKinds = ["crossEntropy", "spikeRate", "spikeCount", "spikeProbability"] as const

/** What may be said of each kind. */
const lossOptions: { readonly [K in Loss["kind"]]: OptionNames<Extract<Loss, { kind: K }>> } = {
  crossEntropy: { kind: true, scale: true },
  spikeRate: { kind: true, correct: true, wrong: true },
  spikeCount: { kind: true, correct: true, wrong: true },
  spikeProbability: { kind: true, floor: true },
}

/**
 * @throws RangeError when a loss or one of its options is unknown, or a number of it is out of range
 */
export function checkedLoss(loss: Loss): Loss {
  const { kind, ...numbers } = loss
  oneOf("loss", kind, lossKinds)
  checkOptions<Loss>(kind, loss, lossOptions[kind])
  for (const [name, value] of Object.entries(numbers)) {
    if (!Number.isFinite(value)) throw new RangeError(`${kind}: ${name} is ${value}; give a number.`)
    if ((name === "scale" || name === "floor") && !(value > 0)) {
      throw new RangeError(`${kind}: ${name} is ${value}; give a number above 0.`)
    }
  }
  return loss
}

/**
 * @throws RangeError as {@link checkedLoss}, and when a loss asks spikes of an output that has none
 */
export function checkLoss(loss: Loss, graph: NetworkGraph): void {
  const { kind } = checkedLoss(loss)
  const { name, neuron } = outputOf(graph)
  if (neuron?.kind === "leakyIntegrator" && kind !== "crossEntropy") {
    throw new RangeError(
      `loss: ${kind} counts spikes, and "${name}" is a leakyIntegrator, which has none; take crossEntropy.`,
    )
  }
}

/** Loss of one sample by its scores (for most losses, spike counts), and its gradient with respect to them, written to `gradient`. */
export function lossOfCounts(
  loss: Loss,
  counts: Float32Array,
  label: number,
  steps: number,
  gradient: Float32Array,
): number {
  switch (loss.kind) {
    case "crossEntropy":
      return crossEntropy(loss.scale, counts, label, gradient)
    case "spikeRate":
      return squares(loss, counts, label, steps, gradient)
    case "spikeCount":
      return squares(loss, counts, label, 1, gradient)
    case "spikeProbability":
      return spikeProbability(loss.floor, counts, label, gradient)
  }
}

function crossEntropy(scale: number, counts: Float32Array, label: number, gradient: Float32Array): number {
  let largest = Number.NEGATIVE_INFINITY
  for (const count of counts) largest = Math.max(largest, scale * count)
  let sum = 0
  for (let k = 0; k < counts.length; k++) sum += Math.exp(scale * counts[k] - largest)
  for (let k = 0; k < counts.length; k++) {
    const probability = Math.exp(scale * counts[k] - largest) / sum
    gradient[k] = scale * (probability - (k === label ? 1 : 0))
  }
  return largest + Math.log(sum) - scale * counts[label]
}

/** Sum of (count / unit - target)^2. */
function squares(
  { correct, wrong }: { correct: number; wrong: number },
  counts: Float32Array,
  label: number,
  unit: number,
  gradient: Float32Array,
): number {
  let value = 0
  for (let k = 0; k < counts.length; k++) {
    const error = counts[k] / unit - (k === label ? correct : wrong)
    value += error * error
    gradient[k] = (2 * error) / unit
  }
  return value
}

function spikeProbability(floor: number, counts: Float32Array, label: number, gradient: Float32Array): number {
  let sum = 0
  for (const count of counts) sum += count + floor
  const own = counts[label] + floor
  for (let k = 0; k < counts.length; k++) gradient[k] = 1 / sum - (k === label ? 1 / own : 0)
  return Math.log(sum / own)
}

/** The output with the most spikes or the highest reading (the first, on a tie). */
export function decision(counts: ArrayLike<number>): number {
  let best = 0
  for (let k = 1; k < counts.length; k++) if (counts[k] > counts[best]) best = k
  return best
}
