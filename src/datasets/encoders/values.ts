import type { OptionNames } from "../../known-options.js"
import type { SpikeDatasetFields } from "../../spikes/index.js"

/** What an encoder needs to know of the samples besides their values. */
export interface Labelled {
  /** Class of each sample. */
  labels: ArrayLike<number>
  classNames: readonly string[]
  /** Name of the data set. */
  name?: string
}

export const labelledOptions: OptionNames<Labelled> = { labels: true, classNames: true, name: true }

/**
 * Number of values of each sample.
 * @throws RangeError when they do not divide, or a value is not finite
 */
export function valuesEach(encoder: string, values: ArrayLike<number>, { labels }: Labelled): number {
  const each = values.length / labels.length
  if (!(labels.length > 0 && Number.isInteger(each) && each > 0)) {
    throw new RangeError(`${encoder}: ${values.length} values do not divide into ${labels.length} samples.`)
  }
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new RangeError(`${encoder}: value ${i % each} of sample ${Math.floor(i / each)} is ${values[i]}.`)
    }
  }
  return each
}

/** @throws RangeError when a value lies outside [0, 1] */
export function checkUnit(encoder: string, values: ArrayLike<number>, each: number): void {
  for (let i = 0; i < values.length; i++) {
    if (values[i] < 0 || values[i] > 1) {
      throw new RangeError(
        `${encoder}: value ${i % each} of sample ${Math.floor(i / each)} is ${values[i]}; scale values to 0 to 1 first.`,
      )
    }
  }
}

/** @throws RangeError when the window has no steps, or too many */
export function stepsOf(encoder: string, duration: number, dt: number): number {
  const steps = Math.round(duration / dt)
  if (!(dt > 0 && steps >= 1 && steps <= 65536)) {
    throw new RangeError(`${encoder}: a duration of ${duration} ms in steps of ${dt} ms; give 1 to 65536 steps.`)
  }
  return steps
}

/** The fields of a data set that follow from its shape and labels. */
export function shapeOf(
  { labels, classNames, name }: Labelled,
  unitCount: number,
  steps: number,
  dt: number,
): Omit<SpikeDatasetFields, "offsets" | "times" | "units"> {
  return { labels: Uint16Array.from(labels), classNames, unitCount, steps, dt, name }
}
