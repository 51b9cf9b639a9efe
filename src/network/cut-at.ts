import { oneOf } from "./did-you-mean.js"
import type { Connection, Network, Population } from "./network.js"
import { inputOf } from "./network.js"
import { validate } from "./validate.js"

/** A network in two: `above` takes as its input the spikes of the last population of `below`. */
export interface CutNetwork {
  readonly below: Network
  readonly above: Network
}

/**
 * Cuts a network at a population, so that its spikes can be looked at, or changed, on their way up: below ends with it, above has it for
 * its input. Delays of its axons become those of the upper input, so that a change falls between spike and delay. Run one after the
 * other, the two give what the whole gives.
 *
 * @example
 * const { below, above } = cutAt(trained, "hidden1")
 * const spikes = eventEngine(below).record(below.parameters!, test, everyone).at(-1)!
 * accuracy(above, randomise(spikes, { fraction: 0.5, seed: 1 }))
 * @throws RangeError when there is no such population, it is the input or the output, or a connection leads past it
 */
export function cutAt(network: Network, population: string): CutNetwork {
  const { dt, steps, populations, connections } = network
  oneOf(
    "cutAt: population",
    population,
    populations.map(({ name }) => name),
  )
  const place = populations.findIndex(({ name }) => name === population)
  if (place === populations.length - 1 || population === inputOf(network).name) {
    throw new RangeError(
      `cutAt: "${population}" is an end of the network; cut at a population between input and output.`,
    )
  }
  const lower = new Set(populations.slice(0, place + 1).map(({ name }) => name))
  const sideOf = ({ from, to }: Connection): "below" | "above" => {
    if (lower.has(from) && lower.has(to)) return "below"
    if (from === population || (!lower.has(from) && !lower.has(to))) return "above"
    throw new RangeError(
      `cutAt: connection ${from} -> ${to} leads past "${population}", so that its spikes are not all there is.`,
    )
  }
  const part = (side: "below" | "above", own: readonly Population[]): Network => {
    const places = connections.flatMap((connection, k) => (sideOf(connection) === side ? [k] : []))
    const take = <T>(values: readonly T[]) => places.map((k) => values[k])
    return validate({
      dt,
      steps,
      populations: own,
      connections: take(connections),
      ...(network.parameters && { parameters: take(network.parameters) }),
      ...(network.initial && { initial: take(network.initial) }),
    })
  }
  return {
    below: part("below", populations.slice(0, place + 1)),
    above: part("above", [{ name: population, size: populations[place].size }, ...populations.slice(place + 1)]),
  }
}
