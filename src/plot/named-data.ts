import { SpikeDataset } from "../spikes/index.js"

/** One data set, or several under the names they should have in the legend. */
export type DataToShow = SpikeDataset | { readonly [name: string]: SpikeDataset }

/**
 * The data sets with their names.
 *
 * @throws TypeError when something is no data set; RangeError when there is none, or one without samples
 */
export function namedData(input: DataToShow, caller: string): [name: string, data: SpikeDataset][] {
  const all: [string, SpikeDataset][] =
    input instanceof SpikeDataset ? [[input.name, input]] : Object.entries(input ?? {})
  if (all.length === 0) throw new RangeError(`${caller}: there is no data set to show; give at least one.`)
  for (const [name, data] of all) {
    if (!(data instanceof SpikeDataset)) throw new TypeError(`${caller}: ${name} is no data set.`)
    if (data.length === 0) throw new RangeError(`${caller}: ${name} has no samples.`)
  }
  return all
}

/**
 * How many steps of a data set a bin of `bin` ms holds.
 *
 * @throws RangeError when that is no whole number
 */
export function stepsOf(bin: number, { dt, name }: SpikeDataset, caller: string): number {
  const steps = Math.round(bin / dt)
  if (!(steps >= 1 && Math.abs(steps * dt - bin) < 1e-6 * bin)) {
    throw new RangeError(`${caller}: a bin of ${bin} ms is no whole number of steps of ${dt} ms (${name}).`)
  }
  return steps
}
