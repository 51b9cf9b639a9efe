import type { SpikeTrain } from "../spikes/index.js"

/** The spikes of several samples as a page gets them: one array of times and one of units, as bytes. */
export interface SpikeState {
  panels: readonly {
    readonly name: string
    readonly className: string
    readonly unitCount: number
    readonly count: number
  }[]
  times: Uint16Array
  units: Uint16Array
  /** 1 for spikes that are marked; empty where none are. */
  moved: Uint8Array
  /** Length of the window (steps). */
  steps: number
  /** Length of a step (ms). */
  dt: number
}

/**
 * Spikes of several samples, one below the other.
 *
 * @param compare marks the spikes that the first sample does not have
 * @throws RangeError when there is none, they have steps of different length, or units differ where they are compared
 */
export function spikeState(trains: { readonly [name: string]: SpikeTrain }, compare = false): SpikeState {
  const entries = Object.entries(trains)
  if (entries.length === 0) throw new RangeError("rasterView: there is no sample to show; give at least one.")
  const [[firstName, first]] = entries
  for (const [name, { dt }] of entries) {
    if (dt !== first.dt)
      throw new RangeError(
        `rasterView: ${name} has steps of ${dt} ms and ${firstName} of ${first.dt}; they share one time axis.`,
      )
  }
  const count = entries.reduce((sum, [, train]) => sum + train.times.length, 0)
  const times = new Uint16Array(count)
  const units = new Uint16Array(count)
  let at = 0
  const panels = entries.map(([name, train]) => {
    times.set(train.times, at)
    units.set(train.units, at)
    at += train.times.length
    return { name, className: train.className ?? "", unitCount: train.unitCount, count: train.times.length }
  })
  const steps = Math.max(...entries.map(([, train]) => train.steps))
  const moved = compare ? movedSpikes(entries.map(([, train]) => train)) : new Uint8Array(0)
  return { panels, times, units, moved, steps, dt: first.dt }
}

/** Which spikes of the later samples the first one lacks, and which of the first the second lacks. */
function movedSpikes(trains: readonly SpikeTrain[]): Uint8Array {
  const places = trains.map(placesOf)
  return Uint8Array.from(
    trains.flatMap((train, k) => {
      const other = places[k === 0 ? Math.min(1, places.length - 1) : 0]
      return Array.from(train.times, (time, i) => (other.has(time * 65536 + train.units[i]) ? 0 : 1))
    }),
  )
}

const placesOf = ({ times, units }: SpikeTrain): Set<number> =>
  new Set(Array.from(times, (time, i) => time * 65536 + units[i]))

/** The marks of each panel, for a chart; nothing where none are. */
export function markedOf({ panels, moved }: SpikeState): Uint8Array[] | undefined {
  if (moved.length === 0) return undefined
  let at = 0
  return panels.map(({ count }) => {
    at += count
    return moved.subarray(at - count, at)
  })
}

/** Says why a cursor cannot stand at some time (ms) of a window; -1 is none. */
export const cursorProblem = (cursor: number | undefined, { steps, dt }: { steps: number; dt: number }) =>
  cursor === undefined || (cursor >= -1 && cursor <= steps * dt) ? undefined : `the cursor cannot stand at ${cursor} ms`
