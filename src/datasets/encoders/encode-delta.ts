import { checkOptions } from "../../known-options.js"
import { fromSamples, type SpikeDataset } from "../../spikes/index.js"
import { type Labelled, labelledOptions, shapeOf, valuesEach } from "./values.js"

export interface DeltaOptions extends Labelled {
  /** Channels of the series. */
  channels: number
  /** Change that makes a spike. */
  threshold: number
  /** Length of a step (ms); 1 by default. */
  dt?: number
}

/**
 * Delta modulation: a channel spikes on one unit (2c) each time it has risen by the threshold since its last spike, on another (2c + 1) each time it has
 * fallen by it; at most once a step, the rest is carried over to the next one.
 *
 * @param series samples x steps x channels
 * @throws RangeError when the series does not divide, or the threshold is not above 0
 */
export function encodeDelta(series: ArrayLike<number>, options: DeltaOptions): SpikeDataset {
  checkOptions("encodeDelta", options, { ...labelledOptions, channels: true, threshold: true, dt: true })
  const { channels, threshold, dt = 1 } = options
  const each = valuesEach("encodeDelta", series, options)
  if (!(Number.isInteger(channels) && channels > 0 && each % channels === 0)) {
    throw new RangeError(`encodeDelta: ${each} values a sample do not divide into ${channels} channels.`)
  }
  if (!(threshold > 0)) throw new RangeError(`encodeDelta: threshold is ${threshold}; give a number above 0.`)
  const steps = each / channels
  const samples = Array.from(options.labels, (_, s) => {
    const times: number[] = []
    const units: number[] = []
    for (let c = 0; c < channels; c++) {
      let level = series[s * each + c]
      for (let t = 1; t < steps; t++) {
        const change = series[s * each + t * channels + c] - level
        if (Math.abs(change) < threshold) continue
        level += Math.sign(change) * threshold
        times.push(t)
        units.push(2 * c + (change > 0 ? 0 : 1))
      }
    }
    return { times, units }
  })
  return fromSamples(samples, shapeOf(options, 2 * channels, steps, dt))
}
