import { SpikeGrid } from "../spikes/index.js"
import { halfFloats } from "./half-float.js"

/** How the spikes of a file are binned, and what is wrong with them. */
export interface Binning {
  /** The file, for error messages. */
  path: string
  bins: number
  /** Length of the window (ms). */
  duration: number
  unitCount: number
  unsorted: boolean
}

const grids = new WeakMap<Binning, { grid: SpikeGrid; times: Uint16Array; units: Uint16Array }>()

/**
 * Bins one sample to a binary grid, sorted by time, then unit.
 *
 * @param times seconds, or the bits of half floats where they come as 16-bit integers
 * @throws Error with the file, the path inside it and the sample
 */
export function binSample(
  times: ArrayLike<number>,
  units: ArrayLike<number>,
  sample: number,
  binning: Binning,
): { times: Uint16Array; units: Uint16Array } {
  const { path, bins, duration, unitCount } = binning
  const seconds = times instanceof Uint16Array ? halfFloats(times) : times
  if (seconds.length !== units.length) {
    throw new Error(`${path}: sample ${sample} has ${seconds.length} spikes/times and ${units.length} spikes/units.`)
  }
  const { grid, ...room } = scratch(binning)
  for (let k = 0; k < seconds.length; k++) {
    const time = seconds[k]
    const unit = units[k]
    const bin = Math.floor((time * 1000 * bins) / duration)
    if (!(time >= 0 && time < Infinity)) {
      throw new Error(`${path}: spikes/times[${sample}][${k}] is ${time}; it must be seconds from 0 on.`)
    }
    if (bin >= bins) {
      throw new Error(
        `${path}: spikes/times[${sample}][${k}] is ${time.toFixed(3)} s, after the window of ${duration} ms; give a longer duration.`,
      )
    }
    if (!(unit >= 0 && unit < unitCount)) {
      throw new Error(
        `${path}: spikes/units[${sample}][${k}] is ${unit}; there are ${unitCount} units (see unitCount).`,
      )
    }
    if (k > 0 && time < seconds[k - 1] && !binning.unsorted) {
      throw new Error(
        `${path}: spikes/times[${sample}][${k}] is earlier than the spike before it; give unsorted: true to accept that.`,
      )
    }
    grid.add(bin, unit)
  }
  const end = grid.drain(room.times, room.units, 0)
  return { times: room.times.slice(0, end), units: room.units.slice(0, end) }
}

function scratch(binning: Binning) {
  let room = grids.get(binning)
  if (!room) {
    const cells = binning.bins * binning.unitCount
    room = {
      grid: new SpikeGrid(binning.bins, binning.unitCount),
      times: new Uint16Array(cells),
      units: new Uint16Array(cells),
    }
    grids.set(binning, room)
  }
  return room
}
