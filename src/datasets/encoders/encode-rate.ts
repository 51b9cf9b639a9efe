import { checkOptions } from "../../known-options.js"
import { random } from "../../random.js"
import { fromSamples, type SpikeDataset } from "../../spikes/index.js"
import { checkUnit, type Labelled, labelledOptions, shapeOf, stepsOf, valuesEach } from "./values.js"

export interface RateOptions extends Labelled {
  seed: number
  /** Rate of a value of 1 (Hz); 100 by default. */
  maxRate?: number
  /** Length of the window (ms); 100 by default. */
  duration?: number
  /** Length of a step (ms); 1 by default. */
  dt?: number
}

/**
 * Rate code: every value becomes a unit that spikes at random (Poisson) at a rate in proportion to it.
 *
 * @param values samples x units, 0 to 1
 * @throws RangeError when values lie outside, or more than one spike a step is asked for
 */
export function encodeRate(values: ArrayLike<number>, options: RateOptions): SpikeDataset {
  checkOptions("encodeRate", options, { ...labelledOptions, seed: true, maxRate: true, duration: true, dt: true })
  const { seed, maxRate = 100, duration = 100, dt = 1 } = options
  const each = valuesEach("encodeRate", values, options)
  checkUnit("encodeRate", values, each)
  const steps = stepsOf("encodeRate", duration, dt)
  // At most one spike fits into a step: the chance that a Poisson process has any in it.
  const chance = 1 - Math.exp((-maxRate * dt) / 1000)
  if (!(maxRate >= 0 && maxRate < Infinity))
    throw new RangeError(`encodeRate: maxRate is ${maxRate} Hz; give 0 or more.`)
  const samples = Array.from(options.labels, (_, s) => {
    const stream = random(seed, s)
    const times: number[] = []
    const units: number[] = []
    for (let u = 0; u < each; u++) {
      const p = chance === 0 ? 0 : 1 - (1 - chance) ** values[s * each + u]
      if (p === 0) continue
      for (let t = 0; t < steps; t++) {
        if (stream.uniform() >= p) continue
        times.push(t)
        units.push(u)
      }
    }
    return { times, units }
  })
  return fromSamples(samples, shapeOf(options, each, steps, dt))
}
