import { checkOptions } from "../../known-options.js"
import { SpikeDataset, SpikeGrid } from "../../spikes/index.js"
import { type Labelled, labelledOptions, shapeOf, valuesEach } from "./values.js"

export interface DenseOptions extends Labelled {
  steps: number
  unitCount: number
  /** Length of a step (ms); 1 by default. */
  dt?: number
}

/**
 * A data set from its dense view: what is not 0 is a spike. The way back is `data.dense()`.
 *
 * @param dense samples x steps x units, row-major
 * @throws RangeError when the size does not fit
 */
export function fromDense(dense: ArrayLike<number>, options: DenseOptions): SpikeDataset {
  checkOptions("fromDense", options, { ...labelledOptions, steps: true, unitCount: true, dt: true })
  const { steps, unitCount, dt = 1 } = options
  const each = valuesEach("fromDense", dense, options)
  if (each !== steps * unitCount) {
    throw new RangeError(`fromDense: ${each} values a sample are not ${steps} steps x ${unitCount} units.`)
  }
  const length = options.labels.length
  const grid = new SpikeGrid(steps, unitCount)
  const offsets = new Uint32Array(length + 1)
  let total = 0
  for (let i = 0; i < dense.length; i++) if (dense[i] !== 0) total++
  const times = new Uint16Array(total)
  const units = new Uint16Array(total)
  for (let s = 0; s < length; s++) {
    for (let i = 0; i < each; i++) {
      if (dense[s * each + i] !== 0) grid.add(Math.floor(i / unitCount), i % unitCount)
    }
    offsets[s + 1] = grid.drain(times, units, offsets[s])
  }
  return new SpikeDataset({ ...shapeOf(options, unitCount, steps, dt), offsets, times, units })
}
