import { mean, variance } from "d3-array"

/** Brings each column to mean 0 and standard deviation 1, as measured on the training samples. */
export interface Standardiser {
  readonly mean: Float32Array
  /** 1 where the training samples do not differ: such a column stays 0 for them. */
  readonly deviation: Float32Array
}

/** Measures the columns of row-major values. */
export function standardiser(values: Float32Array, columns: number): Standardiser {
  const column = (k: number) => Array.from({ length: values.length / columns }, (_, row) => values[row * columns + k])
  const all = Array.from({ length: columns }, (_, k) => column(k))
  return {
    mean: Float32Array.from(all, (c) => mean(c)!),
    deviation: Float32Array.from(all, (c) => Math.sqrt(variance(c) ?? 0) || 1),
  }
}

/** (value - mean) / deviation, by column; a new array. */
export function standardise(values: Float32Array, { mean, deviation }: Standardiser): Float32Array {
  return values.map((value, k) => (value - mean[k % mean.length]) / deviation[k % mean.length])
}
