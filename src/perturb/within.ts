import type { SpikeTrain } from "../spikes/index.js"

/**
 * Where moved spikes may land: inside the sample's own support, from its first to its last spike, or anywhere in the window.
 * The window includes the silence after the sample: moves there thin its live part, a rate change in disguise.
 */
export type Within = "support" | "window"

/** First step and number of steps of the range in which spikes may move. */
export function range(train: SpikeTrain, within: Within): { first: number; length: number } {
  if (within === "window") return { first: 0, length: train.steps }
  if (train.times.length === 0) return { first: 0, length: 0 }
  const first = train.times[0]
  return { first, length: train.times[train.times.length - 1] - first + 1 }
}

/** @throws RangeError when `within` is neither of the two */
export function checkWithin(name: string, within: Within): void {
  if (within !== "support" && within !== "window") {
    throw new RangeError(`${name}: within is "${within}"; give "support" or "window".`)
  }
}

/** @throws RangeError when a probability lies outside [0, 1] */
export function checkProbability(name: string, option: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`${name}: ${option} is ${value}; give a number from 0 to 1.`)
}
