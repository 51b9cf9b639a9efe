import type { NetworkGraph } from "./network.js"
import type { Parameters } from "./parameters.js"

/**
 * The delays of a network (ms): axonal ones by the population whose axons they are; dendritic and synaptic ones (targets x sources), and
 * those of a population of which several connections have delays, by `from -> to`.
 *
 * @param parameters those of the network, after or before training
 * @throws RangeError when no connection has delays, or the network has no parameters
 */
export function delaysOf(
  graph: NetworkGraph & { readonly parameters?: Parameters },
  parameters: Parameters | undefined = graph.parameters,
): { [place: string]: Float32Array } {
  if (!parameters) throw new RangeError("delaysOf: the network has no parameters yet; fit() or initialise() it.")
  const delayed = graph.connections.filter((_, index) => parameters[index].delaySteps)
  const delays = graph.connections.flatMap(({ from, to, delay }, index) => {
    const { delaySteps } = parameters[index]
    const own = delay?.kind === "axonal" && delayed.filter((other) => other.from === from).length === 1
    return delaySteps ? [[own ? from : `${from} -> ${to}`, delaySteps.map((steps) => steps * graph.dt)] as const] : []
  })
  if (delays.length === 0)
    throw new RangeError("delaysOf: no connection of this network has delays; give a layer axonal().")
  return Object.fromEntries(delays)
}
