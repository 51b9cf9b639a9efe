import type { SpikeDataset } from "./spike-dataset.js"

export interface CorrelogramOptions {
  /** Unit that time is counted from. */
  from: number
  /** Unit whose spikes are counted; the same unit gives the autocorrelogram, without the spike itself. */
  to: number
  /** Longest lag each way (ms). */
  window: number
}

/**
 * Cross-correlation histogram: how many spikes of one unit come at each lag before or after a spike of another, over all samples.
 *
 * @returns for each lag (ms, from -window to window) the number of pairs
 * @throws RangeError when a unit does not exist
 */
export function correlogram(
  data: SpikeDataset,
  { from, to, window }: CorrelogramOptions,
): { lag: number; pairs: number }[] {
  for (const unit of [from, to]) {
    if (!(Number.isInteger(unit) && unit >= 0 && unit < data.unitCount)) {
      throw new RangeError(`correlogram: ${unit} is not one of the ${data.unitCount} units.`)
    }
  }
  if (!(window >= 0)) throw new RangeError(`correlogram: window is ${window} ms; give 0 or more.`)
  const reach = Math.floor(window / data.dt + 1e-9)
  const pairs = new Float64Array(2 * reach + 1)
  for (let s = 0; s < data.length; s++) {
    const { times, units } = data.sample(s)
    const targets = times.filter((_, k) => units[k] === to)
    times.forEach((time, k) => {
      if (units[k] !== from) return
      for (const target of targets) {
        const lag = target - time
        if (Math.abs(lag) <= reach && !(from === to && lag === 0)) pairs[lag + reach]++
      }
    })
  }
  return Array.from(pairs, (count, i) => ({ lag: (i - reach) * data.dt, pairs: count }))
}
