import type { NetworkGraph } from "./network.js"

/**
 * The shape of a connection's delays: sources (axonal), targets (dendritic) or targets x sources (synaptic); undefined without delays.
 *
 * @param connection place in `connections`
 */
export function delayShape({ populations, connections }: NetworkGraph, connection: number): number[] | undefined {
  const { from, to, delay } = connections[connection]
  if (!delay) return undefined
  const sizeOf = (name: string) => populations.find((p) => p.name === name)!.size
  switch (delay.kind) {
    case "axonal":
      return [sizeOf(from)]
    case "dendritic":
      return [sizeOf(to)]
    case "synaptic":
      return [sizeOf(to), sizeOf(from)]
  }
}

/** How many delays a connection has. */
export const delayCount = (graph: NetworkGraph, connection: number): number =>
  delayShape(graph, connection)?.reduce((product, n) => product * n, 1) ?? 0
