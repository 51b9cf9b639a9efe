import type { NetworkGraph } from "./network.js"
import type { Parameters } from "./parameters.js"

/**
 * The axonal delays of a network (ms), by the population whose axons they are; where several connections of a population have delays, by
 * `from -> to`.
 *
 * @param parameters those of the network, after or before training
 * @throws RangeError when no connection has delays, or the network has no parameters
 */
export function delaysOf(
  graph: NetworkGraph & { readonly parameters?: Parameters },
  parameters: Parameters | undefined = graph.parameters,
): { [population: string]: Float32Array } {
  if (!parameters) throw new RangeError("delaysOf: the network has no parameters yet; fit() or initialise() it.")
  const delayed = graph.connections.filter((_, index) => parameters[index].delaySteps)
  const delays = graph.connections.flatMap(({ from, to }, index) => {
    const { delaySteps } = parameters[index]
    const name = delayed.filter((other) => other.from === from).length > 1 ? `${from} -> ${to}` : from
    return delaySteps ? [[name, delaySteps.map((steps) => steps * graph.dt)] as const] : []
  })
  if (delays.length === 0)
    throw new RangeError("delaysOf: no connection of this network has delays; give a layer axonal().")
  return Object.fromEntries(delays)
}
