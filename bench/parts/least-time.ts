import { type Connection, type Network, spreadDelay } from "../../src/network/index.js"
import type { SpikeDataset } from "../../src/spikes/index.js"
import type { Peak } from "../peak.js"
import { batch } from "../problem.js"

/** What a vector of 128 bits holds of floats, and a block of neurons of vectors. */
const [lanes, vectors] = [4, 4]

/** A part of a training step, and the least time (ms) that its scarcest operation takes. */
export interface LeastTime {
  readonly name: string
  readonly least: number
}

/**
 * The least time of each part of a training step on one core, by its scarcest operation: of what brings gradients down, of the sums of weights and
 * their transpose, and of the neurons, all taken as current-based LIF.
 *
 * @param rates of the populations: spikes a step
 * @param options `widthSteps`: of Gaussian delays; `filled`: of each connection that has them, the share of its sources' steps in which something arrives
 */
export function leastTimes(
  { populations, connections, steps }: Network,
  rates: readonly number[],
  can: Peak,
  options: { precision?: "exact" | "fast"; widthSteps?: number; filled?: readonly number[] } = {},
): LeastTime[] {
  const { precision = "exact", widthSteps = 0, filled = [] } = options
  const bins = batch * steps
  const indexOf = (name: string) => populations.findIndex((p) => p.name === name)
  const perConnection = (work: (connection: Connection, from: number, to: number, rate: number) => number): number =>
    sum(
      connections.map((connection) => {
        const [from, to] = [indexOf(connection.from), indexOf(connection.to)]
        return bins * work(connection, populations[from].size, populations[to].size, rates[from])
      }),
    )
  const deep = ({ from }: Connection) => populations[indexOf(from)].neuron !== undefined
  const pairs = ({ delay }: Connection) => delay?.kind === "synaptic"
  const spread = ({ delay }: Connection) => widthSteps > 0 && delay?.gradient === "gaussian"
  const perProduct = precision === "exact" ? 1 / can.multiplyAdds : 0.5 / can.dots
  // where each pair has its delay, each of its vectors is loaded by itself
  const product = perConnection((c, from, to) =>
    deep(c) ? ((from * to) / lanes) * (pairs(c) ? 1 / can.loads : perProduct) : 0,
  )
  // shares of a Gaussian that are not next to nothing
  const reach = 6 * widthSteps
  // vectors of a row of weights for each spike that reaches a block, and its place
  const sums = (perRow: number, perVector: number, perPair: number) =>
    perConnection((c, from, to, rate) => {
      const blocks = Math.ceil(to / (lanes * vectors))
      if (pairs(c)) return from * rate * to * perPair
      if (spread(c)) return (filled[connections.indexOf(c)] * from * to) / lanes / can.multiplyAdds
      return from * rate * blocks * (perRow + vectors * perVector)
    })
  const blockSteps = bins * sum(populations.slice(1).map(({ size }) => Math.ceil(size / (lanes * vectors))))
  const filters = perConnection((c, from) => (spread(c) && deep(c) ? (from * reach) / lanes / can.multiplyAdds : 0))
  const least = (name: string, nanoseconds: number): LeastTime => ({ name, least: nanoseconds / 1e6 })
  return [
    least("product", product + filters),
    least("sums of weights", sums(1 / can.loads, 1 / can.loads, 1 / can.stores)),
    least("gradients of weights", sums(0, 1 / can.stores, 1 / can.loads)),
    least("neurons forward", (blockSteps * vectors) / can.divisions),
    least("neurons back", (blockSteps * 2 * vectors) / can.loads),
  ]
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** Share of a source's steps in which spikes arrive under Gaussian delays, of each connection; `recorded`: the spikes of all populations. */
export function filledSteps(net: Network, recorded: readonly SpikeDataset[], widthSteps: number): number[] {
  return net.connections.map(({ from, delay }, c) => {
    if (delay?.gradient !== "gaussian") return 0
    const { length, unitCount, offsets, times, units } =
      recorded[net.populations.findIndex(({ name }) => name === from)]
    const bounds = [Math.floor(delay.min / net.dt), Math.ceil(delay.max / net.dt)] as const
    const own = Array.from(net.parameters![c].delaySteps!, (d) => spreadDelay(d, widthSteps, bounds))
    const filled = new Uint8Array(unitCount * net.steps)
    let count = 0
    for (let sample = 0; sample < length; sample++) {
      filled.fill(0)
      for (let k = offsets[sample]; k < offsets[sample + 1]; k++) {
        const { first, shares } = own[units[k]]
        const row = units[k] * net.steps
        filled.fill(
          1,
          row + Math.min(net.steps, times[k] + first),
          row + Math.min(net.steps, times[k] + first + shares.length),
        )
      }
      for (const step of filled) count += step
    }
    return count / (length * unitCount * net.steps)
  })
}
