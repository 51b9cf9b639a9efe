import { checkOptions } from "../../known-options.js"
import { fromSamples, type SpikeDataset } from "../../spikes/index.js"
import { checkUnit, type Labelled, labelledOptions, shapeOf, stepsOf, valuesEach } from "./values.js"

export interface LatencyOptions extends Labelled {
  /** Values below it are silent; 0.01 by default. */
  threshold?: number
  /** Latest spike (ms), of a value at the threshold; 100 by default. */
  duration?: number
  /** Length of a step (ms); 1 by default. */
  dt?: number
}

/**
 * Latency code: every value becomes a unit that spikes once, the earlier the larger the value; linear from step 0 (value 1) to the last step
 * (value at the threshold).
 *
 * @param values samples x units, 0 to 1
 * @throws RangeError when values lie outside
 */
export function encodeLatency(values: ArrayLike<number>, options: LatencyOptions): SpikeDataset {
  checkOptions("encodeLatency", options, { ...labelledOptions, threshold: true, duration: true, dt: true })
  const { threshold = 0.01, duration = 100, dt = 1 } = options
  const each = valuesEach("encodeLatency", values, options)
  checkUnit("encodeLatency", values, each)
  const steps = stepsOf("encodeLatency", duration, dt)
  if (!(threshold >= 0 && threshold < 1)) {
    throw new RangeError(`encodeLatency: threshold is ${threshold}; give a number from 0 to below 1.`)
  }
  const samples = Array.from(options.labels, (_, s) => {
    const times: number[] = []
    const units: number[] = []
    for (let u = 0; u < each; u++) {
      const value = values[s * each + u]
      if (value < threshold || value === 0) continue
      times.push(Math.round(((1 - value) / (1 - threshold)) * (steps - 1)))
      units.push(u)
    }
    return { times, units }
  })
  return fromSamples(samples, shapeOf(options, each, steps, dt))
}
