import type { ConnectionLayout } from "../layout/connection.js"
import type { PopulationLayout } from "../layout/population.js"
import type { SampleRunner } from "../sample-runner.js"

/** Blocks of several samples, 64 bytes a step: each sample's lie `apart` bytes behind those of the one before it, and `stride` bytes from each other. */
export interface Lanes {
  readonly at: number
  readonly apart: number
  readonly stride: number
}

/** Gradients of spikes as they arrive. */
export const arrivedOf = (lanes: readonly SampleRunner[], connection: ConnectionLayout): Lanes => {
  const { layout, thread } = lanes[0]
  return { at: connection.threads[thread].arrived, apart: connectionApart(lanes, connection), stride: layout.stride }
}

/** Bytes from what belongs to a sample to what belongs to the next, of a connection that lists what arrives. */
export function connectionApart(lanes: readonly SampleRunner[], { threads }: ConnectionLayout): number {
  const [first, second = first] = lanes.map(({ thread }) => threads[thread].arrived)
  return second - first
}

/** The same of a population. */
export function populationApart(lanes: readonly SampleRunner[], { threads }: PopulationLayout): number {
  const [first, second = first] = lanes.map(({ thread }) => threads[thread].rows)
  return second - first
}
