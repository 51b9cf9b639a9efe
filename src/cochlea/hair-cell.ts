/** Parameters of the inner hair cell (Meddis 1986, 1988); rates in 1/s. */
export interface HairCellParameters {
  /** Rate at which the pool of free transmitter is refilled. */
  replenishment: number
  /** Largest permeability of the membrane. */
  permeability: number
  /** Loss of transmitter from the cleft. */
  loss: number
  /** Return of transmitter from the cleft into the cell. */
  reuptake: number
  /** From the reprocessing store into the free pool. */
  reprocessing: number
  /** Offset of the permeability; spontaneous release comes from it. */
  a: number
  /** Membrane velocity of half permeability. */
  b: number
  /** Firing rate for a unit of transmitter in the cleft. */
  gain: number
  /** Free transmitter when the pool is full. */
  pool: number
}

export const HAIR_CELL: HairCellParameters = {
  replenishment: 5.05,
  permeability: 2000,
  loss: 2500,
  reuptake: 6580,
  reprocessing: 66.3,
  a: 5,
  b: 300,
  gain: 50_000,
  pool: 1,
}

/**
 * The chance that a nerve fibre fires in each step, from the velocity of the membrane: transmitter moves from a free pool q through a permeability k
 * into the cleft c, from where it is lost or taken back by way of a store w.
 *
 *   k = g (v + a) / (v + a + b)            0 where v + a < 0
 *   dq/dt = y (m - q) - k q + x w          refilled only below m
 *   dc/dt = k q - (l + r) c
 *   dw/dt = r c - x w
 *   chance = gain c dt
 *
 * in forward Euler steps. Meddis: Simulation of mechanical to neural transduction in the auditory receptor. J. Acoust. Soc. Am. 79 (1986) 702.
 *
 * @param velocity at `rate` Hz
 * @param chance receives the result
 */
export function hairCell(
  velocity: Float64Array,
  rate: number,
  chance: Float64Array,
  parameters: HairCellParameters = HAIR_CELL,
): void {
  const { a, b, pool } = parameters
  const y = parameters.replenishment / rate
  const g = parameters.permeability / rate
  const x = parameters.reprocessing / rate
  const r = parameters.reuptake / rate
  const lost = (parameters.loss + parameters.reuptake) / rate
  const gain = parameters.gain / rate

  // At rest.
  const k0 = (parameters.permeability * a) / (a + b)
  let c =
    (pool * parameters.replenishment * k0) /
    (parameters.loss * k0 + parameters.replenishment * (parameters.loss + parameters.reuptake))
  let q = (c * (parameters.loss + parameters.reuptake)) / k0
  let w = (c * parameters.reuptake) / parameters.reprocessing
  for (let i = 0; i < velocity.length; i++) {
    const open = velocity[i] + a
    const k = open > 0 ? (g * open) / (open + b) : 0
    const refill = q < pool ? y * (pool - q) : 0
    const released = k * q
    const processed = x * w
    q += refill - released + processed
    w += r * c - processed
    c += released - lost * c
    if (q < 0) q = 0
    if (w < 0) w = 0
    if (c < 0) c = 0
    chance[i] = c * gain
  }
}
