import type { NetworkGraph } from "./network.js"
import type { PspFilter } from "./neurons/index.js"

/**
 * The post-synaptic filter whose taps stand with a connection's parameters: that of its target, where it is the first connection there.
 *
 * @param connection place in `connections`
 */
export function filterOf({ populations, connections }: NetworkGraph, connection: number): PspFilter | undefined {
  const { to } = connections[connection]
  if (connections.findIndex((c) => c.to === to) !== connection) return undefined
  const neuron = populations.find(({ name }) => name === to)?.neuron
  return neuron?.kind === "srmAlpha" ? neuron.psp : undefined
}
