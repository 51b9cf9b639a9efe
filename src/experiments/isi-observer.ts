import { checkOptions } from "../known-options.js"
import type { SpikeDataset, SpikeTrain } from "../spikes/index.js"
import { plane } from "../tasks/index.js"
import { logSumExp, type Observer, observer } from "./observer.js"
import type { Perturbation } from "./perturbation.js"

export interface IsiObserverOptions {
  /** Pairs of spikes inside a neuron (isi), or across the two of a couple (cross-isi). */
  across: boolean
  perturbation: Perturbation
  level: number
}

/** A point of the plane, as it is seen in steps: its prior probability, by class. */
interface Point {
  readonly pairs: number
  readonly interval: number
  readonly prior: Float64Array
}

/** Points drawn to know how often each rate and interval occur in each class. */
const drawn = 100_000
const longest = 100

/**
 * A near-ideal observer of the two interval tasks. It knows the plane of rates and intervals, how spikes were perturbed and how strongly,
 * and sees of a sample its number of spikes and the histogram of lags between spikes (of a neuron, or of a couple). With n pairs a neuron
 * and an interval d, a share `kept` of the pairs survives, spread by the perturbation g; the rest falls anywhere:
 *
 *   spikes at lag l ~ Poisson(background + n kept g(l - d)),   kept = (1 - f)^2 or (1 - p)^2
 *
 * It decides for the class with the greater likelihood, summed over the plane. That nothing else is read from a sample makes it a lower
 * bound of what is possible, and a close one.
 *
 * @param data gives the step, the window and the number of units
 */
export function isiObserver(data: SpikeDataset, options: IsiObserverOptions): Observer {
  checkOptions("isiObserver", options, { across: true, perturbation: true, level: true })
  const { across, perturbation, level } = options
  const { dt, steps, unitCount } = data
  const places = across ? unitCount / 2 : unitCount
  const points = pointsOf(data.duration, dt)
  const intervals = [...new Set(points.map((point) => point.interval))].sort((a, b) => a - b)
  // a shift loses a few spikes at the edges
  const deleted = perturbation === "delete" ? level : perturbation === "shift" ? 1e-3 : 0
  const kept = perturbation === "randomise" || perturbation === "delete" ? (1 - level) ** 2 : 1
  const apart = perturbation === "jitter" || (perturbation === "shift" && across) ? (Math.SQRT2 * level) / dt : 0
  const spread = gaussian(apart)
  const reach = Math.ceil(longest / dt) + spread.length
  // a jitter spreads the pairs of a couple one by one, a shift moves them all alike
  const alike = perturbation === "shift"

  return observer((sample) => {
    const lags = lagHistograms(sample, places, across, reach)
    const spikes = sample.times.length
    const scores: number[][] = [[], []]
    const byPairs = new Map<number, Map<number, number>>()
    for (const { pairs, interval, prior } of points) {
      const seen = logBinomial(2 * places * pairs, spikes, 1 - deleted)
      if (seen === Number.NEGATIVE_INFINITY) continue
      let ofIntervals = byPairs.get(pairs)
      if (!ofIntervals) {
        const signal = pairs * kept
        const evidence = lags.map(({ counts, spikes: [a, b] }) => {
          const background = (lag: number) => (a * (across ? b : b - 1) * (steps - Math.abs(lag))) / steps ** 2
          return evidenceOf(counts, signal, background, alike ? Float64Array.of(1) : spread, across)
        })
        ofIntervals = new Map(
          intervals.map((d) => [d, evidence.reduce((sum, of) => sum + (alike ? averaged(of, d, spread) : of(d)), 0)]),
        )
        byPairs.set(pairs, ofIntervals)
      }
      prior.forEach((p, label) => {
        if (p > 0) scores[label].push(Math.log(p) + seen + ofIntervals.get(interval)!)
      })
    }
    return scores.map(logSumExp)
  })
}

/** The plane in steps and pairs, as often as each of its points occurs. */
function pointsOf(duration: number, dt: number): Point[] {
  const { rates, intervals, labels } = plane({ seed: 0, points: drawn })
  const points = new Map<string, Point>()
  labels.forEach((label, s) => {
    const pairs = Math.round((rates[s] * duration) / 1000)
    const interval = Math.max(1, Math.round(intervals[s] / dt))
    const key = `${pairs} ${interval}`
    const point = points.get(key) ?? { pairs, interval, prior: new Float64Array(2) }
    point.prior[label] += 1 / labels.length
    points.set(key, point)
  })
  return [...points.values()]
}

interface LagHistogram {
  /** Pairs of spikes at lag l, at l + reach. */
  readonly counts: Map<number, number>
  /** Spikes of the place's first and second unit (of the one unit, twice). */
  readonly spikes: readonly [number, number]
}

/** For each place how many pairs of spikes lie l steps apart, the second unit's behind the first's. */
function lagHistograms({ times, units }: SpikeTrain, places: number, across: boolean, reach: number): LagHistogram[] {
  const trains = Array.from({ length: across ? 2 * places : places }, (): number[] => [])
  for (let k = 0; k < times.length; k++) trains[units[k]].push(times[k])
  return Array.from({ length: places }, (_, place) => {
    const [first, second] = across ? [trains[2 * place], trains[2 * place + 1]] : [trains[place], trains[place]]
    const counts = new Map<number, number>()
    for (const a of first) {
      for (const b of second) {
        const lag = b - a
        if (Math.abs(lag) > reach || (!across && lag <= 0)) continue
        counts.set(lag, (counts.get(lag) ?? 0) + 1)
      }
    }
    return { counts, spikes: [first.length, second.length] }
  })
}

/** Log-likelihood ratio of an interval d against mere background: sum over lags of count x log(1 + signal / background) - signal. */
function evidenceOf(
  counts: LagHistogram["counts"],
  signal: number,
  background: (lag: number) => number,
  spread: Float64Array,
  signed: boolean,
): (d: number) => number {
  const half = (spread.length - 1) / 2
  const at = (k: number) => spread[k + half] ?? 0
  return (d) => {
    let sum = -signal
    for (const [lag, count] of counts) {
      // inside one neuron nobody knows which spike of a pair was the first
      const share = at(lag - d) + (signed ? 0 : at(-lag - d))
      if (share > 0) sum += count * Math.log(1 + (signal * share) / (background(lag) + 1e-9))
    }
    return sum
  }
}

/** Likelihood of d where all pairs of a couple are moved by one unknown time. */
function averaged(evidence: (d: number) => number, d: number, spread: Float64Array): number {
  const half = (spread.length - 1) / 2
  return logSumExp(Array.from(spread, (p, k) => Math.log(p) + evidence(d + k - half)))
}

/** A Gaussian of width sigma in whole steps, out to 3 sigma; adds up to 1. */
function gaussian(sigma: number): Float64Array {
  if (sigma === 0) return Float64Array.of(1)
  const half = Math.ceil(3 * sigma)
  const values = Float64Array.from({ length: 2 * half + 1 }, (_, k) => Math.exp(-((k - half) ** 2) / (2 * sigma ** 2)))
  const total = values.reduce((a, b) => a + b, 0)
  return values.map((value) => value / total)
}

/** log of the binomial probability of k of n, but for n!/(k!(n-k)!) where p is 1. */
function logBinomial(n: number, k: number, p: number): number {
  if (k > n) return Number.NEGATIVE_INFINITY
  if (p === 1) return k === n ? 0 : Number.NEGATIVE_INFINITY
  let log = k * Math.log(p) + (n - k) * Math.log(1 - p)
  for (let i = 0; i < Math.min(k, n - k); i++) log += Math.log((n - i) / (i + 1))
  return log
}
