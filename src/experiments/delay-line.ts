import { checkOptions } from "../known-options.js"
import type { SpikeDataset } from "../spikes/index.js"
import { SpikeGrid } from "../spikes/index.js"

export interface DelayLineOptions {
  /** How often every spike arrives, the first time undelayed (10). */
  copies?: number
  /** From one copy to the next (ms; 30). */
  spacing?: number
}

/**
 * An input delay line: every unit comes in several copies, each `spacing` later than the one before, so that a network without delays sees
 * distant spikes at once. A control for learned delays: what does a fixed bank of them give? Copy c of unit u is unit c x units + u.
 * Spikes that the line would push past the window are lost.
 *
 * @returns a data set of copies x units
 * @throws RangeError when copies is no whole number above 0, or spacing is negative
 */
export function delayLine(spikes: SpikeDataset, options: DelayLineOptions = {}): SpikeDataset {
  checkOptions("delayLine", options, { copies: true, spacing: true })
  const { copies = 10, spacing = 30 } = options
  const { unitCount, steps, dt } = spikes
  if (!(Number.isInteger(copies) && copies > 0 && copies * unitCount <= 65_536)) {
    throw new RangeError(
      `delayLine: ${copies} copies of ${unitCount} units; give a whole number above 0, and at most 65536 units in all.`,
    )
  }
  if (!(spacing >= 0)) throw new RangeError(`delayLine: spacing is ${spacing} ms; give 0 or more.`)
  const late = Array.from({ length: copies }, (_, c) => Math.round((c * spacing) / dt))
  const grid = new SpikeGrid(steps, copies * unitCount)
  const offsets = new Uint32Array(spikes.length + 1)
  const times = new Uint16Array(copies * spikes.spikeCount)
  const units = new Uint16Array(copies * spikes.spikeCount)
  for (let s = 0; s < spikes.length; s++) {
    const sample = spikes.sample(s)
    sample.times.forEach((t, k) => {
      late.forEach((delay, c) => {
        if (t + delay < steps) grid.add(t + delay, c * unitCount + sample.units[k])
      })
    })
    offsets[s + 1] = grid.drain(times, units, offsets[s])
  }
  const end = offsets[spikes.length]
  return spikes.with({
    offsets,
    times: times.slice(0, end),
    units: units.slice(0, end),
    unitCount: copies * unitCount,
    name: `${spikes.name} on a delay line`,
  })
}
