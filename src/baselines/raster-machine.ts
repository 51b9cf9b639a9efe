import { product, scoped, type TensorFlow, tensorflow } from "../engine/tfjs/index.js"
import { checkOptions } from "../known-options.js"
import type { SpikeDataset } from "../spikes/index.js"
import type { RunOptions } from "../train/index.js"
import { BaselineRun, type Reporter } from "./baseline-run.js"
import { type Classifier, classifier, decisions } from "./classifier.js"
import { smoothedRaster } from "./smoothed-raster.js"
import { cholesky, solveFactored } from "./solve.js"

export interface RasterMachineOptions extends RunOptions {
  /** Width of the Gaussian that smooths each unit's spikes in time (ms; 40). */
  sigma?: number
  /** What is added to the kernel's diagonal (0.3): more trusts the training samples less. */
  ridge?: number
}

/** A fitted raster machine. */
export interface RasterMachine extends Classifier {
  readonly kind: "rasterMachine"
  /** Accuracy on its own training samples. */
  readonly trainAccuracy: number
}

/** Samples a matrix product takes at once. */
const block = 128

/**
 * What a classifier without any neuron reads from counts and timing together: ridge regression of the classes
 * in a Gaussian kernel on smoothed rasters. A line to stand beside the networks, from above; on speech it does what a support-vector machine does.
 * Memory and work grow with samples x units x window / sigma, and with the square of the samples.
 *
 * @returns a run of one epoch: await it for the classifier
 * @throws RangeError when there is nothing to fit, an option is out of range, or the rasters would not fit in memory
 */
export function rasterMachine(train: SpikeDataset, options: RasterMachineOptions = {}): BaselineRun<RasterMachine> {
  checkOptions("rasterMachine", options, { sigma: true, ridge: true, signal: true, quiet: true })
  const { sigma = 40, ridge = 0.3 } = options
  for (const [name, value] of Object.entries({ sigma, ridge })) {
    if (!(value > 0 && Number.isFinite(value))) {
      throw new RangeError(`rasterMachine: ${name} is ${value}; give a number above 0.`)
    }
  }
  if (train.length === 0) throw new RangeError("rasterMachine: there are no training samples.")
  const numbers = train.length * train.unitCount * (train.duration / sigma)
  if (numbers > 2 ** 29) {
    throw new RangeError(
      `rasterMachine: ${train.length} samples smoothed over ${sigma} ms need ${(numbers / 2 ** 28).toFixed(0)} GB; take fewer samples or a larger sigma.`,
    )
  }
  return new BaselineRun("kernel machine", 1, (reporter) => fitMachine(train, sigma, ridge, reporter), options)
}

async function fitMachine(
  train: SpikeDataset,
  sigma: number,
  ridge: number,
  reporter: Reporter,
): Promise<RasterMachine> {
  const started = performance.now()
  const tf = await tensorflow()
  const [n, classes] = [train.length, train.classNames.length]
  const rasters = smoothedRaster(train, sigma)
  const centre = meanRow(rasters, n)
  subtract(rasters, centre)
  const squares = squaredLengths(rasters, n)
  const spread = squares.reduce((a, b) => a + b, 0) / n || 1

  /** Gaussian kernel between the rows of `rows` and all training samples. */
  const kernel = (rows: Float32Array, count: number): Float32Array => {
    const products = rowProducts(tf, rows, count, rasters, n)
    const own = squaredLengths(rows, count)
    return products.map((product, at) => {
      const distance = own[Math.floor(at / n)] + squares[at % n] - 2 * product
      return Math.exp(-Math.max(0, distance) / spread)
    })
  }

  const matrix = new Float64Array(n * n)
  const columns = rasters.length / n
  for (let from = 0; from < n; from += block) {
    stopIfWanted(reporter)
    const count = Math.min(block, n - from)
    matrix.set(kernel(rasters.subarray(from * columns, (from + count) * columns), count), from * n)
    await reporter.step((0.7 * from) / n)
  }
  for (let i = 0; i < n; i++) matrix[i * n + i] = 1 + ridge
  await cholesky(matrix, n, async (share) => {
    stopIfWanted(reporter)
    await reporter.step(0.7 + 0.3 * share)
  })
  const coefficients = Array.from({ length: classes }, (_, k) => {
    const wanted = Float64Array.from(train.labels, (label) => (label === k ? 1 : 0) - 1 / classes)
    solveFactored(matrix, n, wanted)
    return wanted
  })

  const scores = (data: SpikeDataset): Float32Array => {
    const out = new Float32Array(data.length * classes)
    for (let from = 0; from < data.length; from += block) {
      const count = Math.min(block, data.length - from)
      const rows = smoothedRaster(data.select(Array.from({ length: count }, (_, i) => from + i)), sigma)
      subtract(rows, centre)
      const near = kernel(rows, count)
      for (let i = 0; i < count; i++) {
        for (let k = 0; k < classes; k++) {
          let score = 0
          for (let j = 0; j < n; j++) score += near[i * n + j] * coefficients[k][j]
          out[(from + i) * classes + k] = score
        }
      }
    }
    return out
  }
  const own = onTraining(train.labels, coefficients, ridge)
  const seconds = (performance.now() - started) / 1000
  reporter.epoch({ epoch: 1, ...own, seconds })
  return {
    kind: "rasterMachine",
    trainAccuracy: own.accuracy,
    ...classifier("rasterMachine", train.unitCount, classes, scores),
  }
}

/** Squared error and accuracy on the training samples. By the equations solved, scores there miss what is wanted by ridge x coefficient. */
function onTraining(labels: Uint16Array, coefficients: readonly Float64Array[], ridge: number) {
  const classes = coefficients.length
  const scores = new Float64Array(labels.length * classes)
  let loss = 0
  coefficients.forEach((column, k) => {
    column.forEach((coefficient, s) => {
      const missed = ridge * coefficient
      scores[s * classes + k] = (labels[s] === k ? 1 : 0) - 1 / classes - missed
      loss += missed ** 2 / scores.length
    })
  })
  const accuracy = decisions(scores, classes).filter((decided, s) => decided === labels[s]).length / labels.length
  return { loss, accuracy }
}

function stopIfWanted({ stopped }: Reporter): void {
  if (stopped) throw new Error("rasterMachine: stopped before it was fitted; there is nothing to keep.")
}

/** All dot products of rows; count x n. */
function rowProducts(tf: TensorFlow, rows: Float32Array, count: number, others: Float32Array, n: number): Float32Array {
  return scoped(tf, () => {
    const width = others.length / n
    const products = product(tf, tf.tensor2d(rows, [count, width]), tf.tensor2d(others, [n, width]).transpose())
    return products.dataSync<"float32">()
  })
}

function meanRow(values: Float32Array, rows: number): Float32Array {
  const out = new Float32Array(values.length / rows)
  values.forEach((value, at) => {
    out[at % out.length] += value / rows
  })
  return out
}

/** Takes `row` off every row, in place. */
function subtract(values: Float32Array, row: Float32Array): void {
  for (let at = 0; at < values.length; at++) values[at] -= row[at % row.length]
}

function squaredLengths(values: Float32Array, rows: number): Float64Array {
  const out = new Float64Array(rows)
  const width = values.length / rows
  for (let row = 0, at = 0; row < rows; row++) for (let k = 0; k < width; k++, at++) out[row] += values[at] ** 2
  return out
}
