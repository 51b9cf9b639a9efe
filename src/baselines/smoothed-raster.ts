import type { SpikeDataset } from "../spikes/index.js"

/**
 * Rasters smoothed in time by a Gaussian and read off once a `sigma`; row-major: samples x (units x readings).
 *
 * @param sigma width of the Gaussian (ms)
 */
export function smoothedRaster(data: SpikeDataset, sigma: number): Float32Array {
  const width = sigma / data.dt
  const readings = readingsOf(data, sigma)
  const columns = data.unitCount * readings
  const out = new Float32Array(data.length * columns)
  // a reading further than 3 sigma from a spike hears nothing of it
  const bump = Array.from({ length: data.steps }, (_, t) =>
    Float32Array.from({ length: readings }, (_, r) => {
      const distance = (t - r * width) / width
      return Math.abs(distance) < 3 ? Math.exp(-(distance ** 2) / 2) : 0
    }),
  )
  for (let s = 0; s < data.length; s++) {
    for (let k = data.offsets[s]; k < data.offsets[s + 1]; k++) {
      const t = data.times[k]
      const at = s * columns + data.units[k] * readings
      const last = Math.min(readings - 1, Math.floor(t / width) + 3)
      for (let r = Math.max(0, Math.ceil(t / width) - 3); r <= last; r++) out[at + r] += bump[t][r]
    }
  }
  return out
}

/** Readings a unit over the whole window. */
export const readingsOf = (data: SpikeDataset, sigma: number): number => Math.ceil(data.duration / sigma) + 1
