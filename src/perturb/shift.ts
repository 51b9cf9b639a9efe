import { checkOptions } from "../known-options.js"
import type { SpikeDataset } from "../spikes/index.js"
import { laterShift } from "./landing.js"
import { landEach, perSample } from "./per-sample.js"
import { type Sigma, sigmaInSteps } from "./sigma.js"

export interface ShiftOptions extends Sigma {
  seed: number
  /** Shift of all units together (ms); the paper's 20 steps by default. */
  common?: number
  /** The same in steps. */
  commonSteps?: number
  /** Later only, by the Gaussian's size: what a population in a cycle can take (false). */
  forward?: boolean
}

/**
 * Moves all spikes of a unit in a sample by one Gaussian time, on top of a common shift that keeps early spikes in the window
 * (the paper's jitter per neuron). Spikes stop at the window's edges, where those of one unit merge: see {@link spikesLost},
 * and widen the window first (`spikes.with({ steps })`) to lose none.
 *
 * @throws RangeError when not exactly one of sigma and sigmaSteps is given, or it is negative; when common and commonSteps are; when
 *   `forward` is given a common shift back
 */
export function shift(spikes: SpikeDataset, options: ShiftOptions): SpikeDataset {
  checkOptions("shift", options, {
    sigma: true,
    sigmaSteps: true,
    seed: true,
    common: true,
    commonSteps: true,
    forward: true,
  })
  const sigma = sigmaInSteps("shift", options, spikes.dt)
  if (options.common !== undefined && options.commonSteps !== undefined) {
    throw new RangeError(`shift: give either common (ms) or commonSteps (bins of ${spikes.dt} ms), not both.`)
  }
  const common = options.common === undefined ? (options.commonSteps ?? 20) : Math.round(options.common / spikes.dt)
  if (!Number.isFinite(common)) throw new RangeError(`shift: the common shift is ${common}; give a finite number.`)
  if (options.forward) {
    if (common < 0) throw new RangeError(`shift: the common shift leads ${-common} steps back, and forward is true.`)
    return perSample(spikes, options.seed, (train, grid, random) => {
      landEach(train, grid, laterShift(sigma, common, train, random))
    })
  }
  const shifts = new Int32Array(spikes.unitCount)
  return perSample(spikes, options.seed, ({ times, units, steps }, grid, random) => {
    for (let u = 0; u < shifts.length; u++) shifts[u] = common + Math.round(sigma * random.normal())
    for (let k = 0; k < times.length; k++) {
      grid.add(Math.min(steps - 1, Math.max(0, times[k] + shifts[units[k]])), units[k])
    }
  })
}

/** How many spikes a perturbation has lost, in number and as a fraction. */
export function spikesLost(before: SpikeDataset, after: SpikeDataset): { lost: number; fraction: number } {
  const lost = before.spikeCount - after.spikeCount
  return { lost, fraction: before.spikeCount === 0 ? 0 : lost / before.spikeCount }
}
