import { checkOptions } from "../known-options.js"
import { random } from "../random.js"
import { SpikeDataset, SpikeGrid } from "../spikes/index.js"
import { placePairs } from "./pairs.js"
import { type Plane, type PlaneOptions, plane, planeOptions } from "./plane.js"

export interface IsiOptions extends PlaneOptions {
  /** Length of a sample (ms); 10 000 by default. */
  duration?: number
  /** Length of a step (ms); 1 by default. Intervals are rounded to whole steps, at least one. */
  dt?: number
  /** Number of neurons (isi) or of couples (crossIsi); 10 by default. */
  neurons?: number
}

/**
 * Two classes told apart by intervals inside one neuron. Each of 10 neurons gets round(rate x seconds) pairs of spikes, the two of
 * a pair one interval apart; rate and interval of a sample are a point of {@link plane}.
 *
 * @returns one sample for each point of `plane({ seed, points })`, in its order
 * @throws RangeError when the pairs do not fit into the duration
 */
export function isi(options: IsiOptions): SpikeDataset {
  return pairTask("isi", options, options.neurons ?? 10, (neuron) => [neuron, neuron])
}

/**
 * Two classes told apart by intervals across two neurons. The first neuron of each of 10 couples spikes, the second follows one interval
 * later; inside one neuron the intervals carry nothing. Units 2k and 2k + 1 are a couple.
 *
 * @returns one sample for each point of `plane({ seed, points })`, in its order
 * @throws RangeError when the pairs do not fit into the duration
 */
export function crossIsi(options: IsiOptions): SpikeDataset {
  return pairTask("cross-isi", options, 2 * (options.neurons ?? 10), (couple) => [2 * couple, 2 * couple + 1])
}

function pairTask(
  name: string,
  options: IsiOptions,
  unitCount: number,
  unitsOf: (place: number) => readonly [number, number],
): SpikeDataset {
  checkOptions(name, options, { ...planeOptions, duration: true, dt: true, neurons: true })
  const { seed, duration = 10_000, dt = 1, neurons = 10, points } = options
  const steps = Math.round(duration / dt)
  if (!(dt > 0 && steps > 0 && steps <= 65536)) {
    throw new RangeError(`${name}: a duration of ${duration} ms in steps of ${dt} ms; give 1 to 65536 steps.`)
  }
  const drawn: Plane = plane({ seed, points })
  const count = (s: number) => Math.round((drawn.rates[s] * duration) / 1000)
  const offsets = new Uint32Array(drawn.labels.length + 1)
  for (let s = 0; s < drawn.labels.length; s++) offsets[s + 1] = offsets[s] + 2 * neurons * count(s)
  const times = new Uint16Array(offsets[drawn.labels.length])
  const units = new Uint16Array(times.length)
  const grid = new SpikeGrid(steps, unitCount)
  for (let s = 0; s < drawn.labels.length; s++) {
    const stream = random(seed, s)
    const interval = Math.max(1, Math.round(drawn.intervals[s] / dt))
    for (let place = 0; place < neurons; place++) {
      const [first, second] = unitsOf(place)
      for (const start of placePairs(count(s), interval, steps, stream)) {
        grid.add(start, first)
        grid.add(start + interval, second)
      }
    }
    grid.drain(times, units, offsets[s])
  }
  return new SpikeDataset({
    offsets,
    times,
    units,
    labels: drawn.labels,
    classNames: ["above", "below"],
    unitCount,
    steps,
    dt,
    name,
  })
}
