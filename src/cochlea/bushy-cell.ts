import type { Random } from "../random.js"

/** Parameters of the bushy cell of the cochlear nucleus (Cramer et al. 2020); times in s. */
export interface BushyCellParameters {
  /** Nerve fibres that converge on the cell. */
  fibres: number
  tauMembrane: number
  tauSynapse: number
  /** Of fibre and cell. */
  refractory: number
  /** Weight of all fibres together. */
  weight: number
}

export const BUSHY_CELL: BushyCellParameters = {
  fibres: 40,
  tauMembrane: 1e-3,
  tauSynapse: 5e-4,
  refractory: 1e-3,
  weight: 13e3,
}

/**
 * Spikes of a leaky integrate-and-fire cell on which 40 nerve fibres converge. A fibre fires in a step with the given chance unless it has fired
 * less than 1 ms before; only how many fire matters, so that the fibres are drawn as one population of independent clocks.
 *
 * @param chance for each step
 * @param rate steps a second (Hz)
 * @param spikes receives the steps of the spikes
 * @returns number of spikes
 */
export function bushyCell(
  chance: Float64Array,
  rate: number,
  random: Random,
  spikes: Uint32Array,
  parameters: BushyCellParameters = BUSHY_CELL,
): number {
  const refractory = Math.round(parameters.refractory * rate)
  const decayMembrane = Math.exp(-1 / (rate * parameters.tauMembrane))
  const decaySynapse = Math.exp(-1 / (rate * parameters.tauSynapse))
  const weight = parameters.weight / parameters.fibres / rate
  const fired = new Uint8Array(refractory)
  let ready = parameters.fibres
  /** How much hazard passes until the next fibre fires. */
  let patience = exponential(random)
  let current = 0
  let membrane = 0
  let blocked = 0
  let count = 0
  for (let step = 0, slot = 0; step < chance.length; step++, slot = slot + 1 === refractory ? 0 : slot + 1) {
    ready += fired[slot]
    let active = 0
    const hazard = hazardOf(chance[step])
    patience -= ready * hazard
    while (patience < 0) {
      const left = -patience / ready
      active++
      ready--
      patience = exponential(random) - ready * left
    }
    fired[slot] = active

    if (blocked <= 0) {
      if (membrane < 1) membrane *= decayMembrane
      else {
        spikes[count++] = step - 1
        membrane = 0
        blocked = refractory
      }
    }
    current = current * decaySynapse + active
    if (blocked <= 0) {
      membrane += current * weight
      if (membrane > 1) membrane = 1
    }
    blocked--
  }
  return count
}

/** -log(1 - p): the hazard that makes something happen with chance p; 50 is as good as certain. */
function hazardOf(p: number): number {
  if (p < 0.01) return p * (1 + p * (1 / 2 + p * (1 / 3 + p / 4)))
  return p < 1 ? Math.min(50, -Math.log1p(-p)) : 50
}

function exponential(random: Random): number {
  return -Math.log(1 - random.uniform())
}
