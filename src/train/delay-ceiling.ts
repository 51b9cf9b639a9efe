import { ascending, max } from "d3-array"
import { checkOptions } from "../known-options.js"
import { connectionNames, type Network, type NetworkGraph, type Parameters } from "../network/index.js"

/**
 * Delays are held below a ceiling of their own, which may rise over the training, up to the bound of the connection (the paper's way).
 * After epoch `from`, once `every` epochs have passed since the last rise (or since `from`), a connection's ceiling rises by `rise`
 * at the end of the first epoch in which the delay of rank `share` lies within `within` of the largest.
 */
export interface GrowingCeiling {
  /** The ceiling at the beginning (ms). */
  readonly start: number
  readonly from: number
  readonly every: number
  /** 109/128: the delay that is the 109th of 128, sorted. */
  readonly share: number
  /** (ms; undefined: five steps of the data) */
  readonly within?: number
  /** (ms; undefined: one step of the data) */
  readonly rise?: number
}

/**
 * The paper's growing ceiling of delays. Give the delays themselves a `max` above `start`, as high as the ceiling may rise.
 *
 * @param options `start` in ms (the paper: 64 steps); see {@link GrowingCeiling} for the others, which are the paper's by default
 * @throws RangeError when a number is out of range
 */
export function growingCeiling(options: Partial<GrowingCeiling> & { start: number }): GrowingCeiling {
  const ceiling: GrowingCeiling = { from: 250, every: 150, share: 109 / 128, ...options }
  const known = { start: true, from: true, every: true, share: true, within: true, rise: true } as const
  checkOptions("growingCeiling", ceiling, known)
  for (const name of Object.keys(known) as (keyof GrowingCeiling)[]) {
    const value = ceiling[name]
    if (value !== undefined && !(value > 0 && Number.isFinite(value)) && !(name === "from" && value === 0)) {
      throw new RangeError(`growingCeiling: ${name} is ${value}; give a number above 0.`)
    }
  }
  if (ceiling.share > 1) throw new RangeError(`growingCeiling: share is ${ceiling.share}; give a share, 0 to 1.`)
  return ceiling
}

/** Where the ceilings stand, by connection (null for one without trained delays). */
export type Ceilings = ({ steps: number; waited: number } | null)[]

export function startCeilings(graph: NetworkGraph, ceiling: GrowingCeiling | undefined): Ceilings | undefined {
  if (!ceiling) return undefined
  return graph.connections.map(({ delay }) =>
    delay?.trained ? { steps: Math.min(ceiling.start, delay.max) / graph.dt, waited: 0 } : null,
  )
}

/** The largest delay that a connection may have at this time (steps). */
export function highestSteps(graph: NetworkGraph, index: number, ceilings: Ceilings | undefined): number {
  const highest = graph.connections[index].delay!.max / graph.dt
  return Math.min(highest, ceilings?.[index]?.steps ?? highest)
}

/** After an epoch: lets ceilings rise that are due, in place. */
export function growCeilings(
  ceilings: Ceilings | undefined,
  { from, every, share, within, rise }: GrowingCeiling,
  graph: NetworkGraph,
  parameters: Parameters,
  epoch: number,
): void {
  if (epoch <= from) return
  const [near, step] = [(within ?? 5 * graph.dt) / graph.dt, (rise ?? graph.dt) / graph.dt]
  ceilings?.forEach((ceiling, index) => {
    const delays = parameters[index].delaySteps
    if (!ceiling || !delays || ++ceiling.waited < every) return
    // what counts is the shift, which is the floor of a delay
    const sorted = Array.from(delays, Math.floor).sort(ascending)
    const ranked = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
    if (ranked <= sorted[sorted.length - 1] - near) return
    ceiling.steps = Math.min(ceiling.steps + step, graph.connections[index].delay!.max / graph.dt)
    ceiling.waited = 0
  })
}

/**
 * @throws RangeError when there are no trained delays, or some lie above the ceiling already
 */
export function checkCeiling(net: Network, ceiling: GrowingCeiling | undefined): void {
  if (!ceiling) return
  const trained = net.connections.flatMap(({ delay }, index) => (delay?.trained ? [index] : []))
  if (trained.length === 0)
    throw new RangeError("fit: ceiling needs trained delays; give a layer axonal(), dendritic() or synaptic().")
  for (const index of trained) {
    const largest = max(net.parameters![index].delaySteps!)! * net.dt
    if (largest > ceiling.start) {
      throw new RangeError(
        `fit: a delay of ${connectionNames(net)[index]} starts at ${largest} ms, above the ceiling of ${ceiling.start} ms; lower the start range of the delays.`,
      )
    }
  }
}
