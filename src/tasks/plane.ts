import { checkOptions, type OptionNames } from "../known-options.js"
import { random } from "../random.js"

export interface PlaneOptions {
  seed: number
  /** Points drawn before those near the border are left out; 5000 by default. */
  points?: number
}

export const planeOptions: OptionNames<PlaneOptions> = { seed: true, points: true }

/** The points of the rate-interval plane, one for each sample of an ISI task. */
export interface Plane {
  /** Pairs of spikes a second (Hz), 0.1 to 3. */
  rates: Float64Array
  /** Interval inside a pair (ms), 1 to 100. */
  intervals: Float64Array
  /** 0 above the border, 1 below it. */
  labels: Uint16Array
}

/** Distance that points keep from the border, in the units of the square [-10, 10]^2. */
const MARGIN = 2.5

/**
 * Draws the samples of the two ISI tasks: points uniform in [-10, 10]^2, at least 2.5 from the line y = -x/2, whose sides are the classes.
 * x becomes the rate (rounded to 0.1 Hz), y the interval (rounded to 1 ms), so that neither of them separates the classes alone:
 * the rate allows 67.6 %, the interval 96.6 %.
 */
export function plane(options: PlaneOptions): Plane {
  checkOptions("plane", options, planeOptions)
  const { seed, points = 5000 } = options
  if (!(Number.isInteger(points) && points > 0)) {
    throw new RangeError(`plane: points is ${points}; give a whole number above 0.`)
  }
  const stream = random(seed)
  const rates: number[] = []
  const intervals: number[] = []
  const labels: number[] = []
  for (let i = 0; i < points; i++) {
    const x = 20 * stream.uniform() - 10
    const y = 20 * stream.uniform() - 10
    if (Math.abs(y + x / 2) / Math.sqrt(1.25) < MARGIN) continue
    rates.push(Math.round(10 * (0.1 + ((x + 10) / 20) * 2.9)) / 10)
    intervals.push(Math.round(1 + ((y + 10) / 20) * 99))
    labels.push(y > -x / 2 ? 0 : 1)
  }
  return {
    rates: Float64Array.from(rates),
    intervals: Float64Array.from(intervals),
    labels: Uint16Array.from(labels),
  }
}
