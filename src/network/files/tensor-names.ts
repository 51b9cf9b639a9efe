import { constantsShape } from "../constants.js"
import { delayShape } from "../delay-shape.js"
import { filterOf } from "../filter-of.js"
import type { NetworkGraph } from "../network.js"

/** A name for each connection, in their order: `hidden1->output`, and `hidden1->output#2` for a second one between the same two. */
export function connectionNames(graph: NetworkGraph): string[] {
  const seen = new Map<string, number>()
  return graph.connections.map(({ from, to }) => {
    const name = `${from}->${to}`
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return count === 1 ? name : `${name}#${count}`
  })
}

/** Shapes of the numbers that a connection must have, by field of its parameters. */
export function expectedShapes(graph: NetworkGraph, index: number): { [field: string]: number[] } {
  const { from, to, weightNorm } = graph.connections[index]
  const sizeOf = (name: string) => graph.populations.find((p) => p.name === name)!.size
  const [sources, targets] = [sizeOf(from), sizeOf(to)]
  const delays = delayShape(graph, index)
  const filter = filterOf(graph, index)
  const constants = constantsShape(graph, index)
  return {
    weights: [targets, sources],
    ...(weightNorm && { gains: [targets] }),
    ...(delays && { delaySteps: delays }),
    ...(filter && { taps: [filter.taps] }),
    ...(constants && { constants }),
  }
}
