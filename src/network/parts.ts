import type { Connection, NetworkGraph } from "./network.js"

/** Populations that are run together. */
export interface Part {
  /** Places in `populations`, in the order in which they are run. */
  readonly populations: readonly number[]
  /** Whether they form a cycle; else it is a single population. */
  readonly cyclic: boolean
  /** Steps that can be run of each population in turn before the next stretch; without end where there is no cycle. */
  readonly stretchSteps: number
}

/** Steps that every spike of a connection takes at the least, whatever its delays become within their bounds. */
export const leastSteps = ({ latencySteps = 0, delay }: Connection, dt: number): number =>
  latencySteps + (delay ? Math.floor(Math.fround(delay.min / dt)) : 0)

/**
 * In which order a graph is run: its strongly connected components, sources first. A population outside of cycles is run for the whole
 * window at once. Those of a cycle are run in turn, on stretches of as many steps as the fastest connection that leads back takes:
 * what happens in a stretch is then told by the stretches before it.
 *
 * @throws RangeError for a cycle in which a spike could come round within its own step, with its populations
 */
export function partsOf(graph: NetworkGraph): readonly Part[] {
  const { populations, connections, dt } = graph
  const place = new Map(populations.map(({ name }, p) => [name, p]))
  const edges = connections.map((connection) => ({
    from: place.get(connection.from)!,
    to: place.get(connection.to)!,
    steps: leastSteps(connection, dt),
  }))
  const all = populations.map((_, p) => p)
  const componentOf = components(all, edges)
  const between = edges.map(({ from, to }) => ({ from: componentOf[from], to: componentOf[to] }))
  const order = inOrder(
    [...new Set(componentOf)],
    between.filter(({ from, to }) => from !== to),
  )!
  return order.map((component): Part => {
    const members = all.filter((p) => componentOf[p] === component)
    const own = edges.filter(({ from, to }) => componentOf[from] === component && componentOf[to] === component)
    if (own.length === 0) return { populations: members, cyclic: false, stretchSteps: Number.POSITIVE_INFINITY }
    const instant = own.filter(({ steps }) => steps === 0)
    const run = inOrder(members, instant)
    if (!run) throw instantCycle(graph, members, instant)
    const back = own.filter(({ from, to }) => run.indexOf(from) >= run.indexOf(to))
    return { populations: run, cyclic: true, stretchSteps: Math.min(...back.map(({ steps }) => steps)) }
  })
}

type Edge = { readonly from: number; readonly to: number }

/** For each node, the smallest node of those that it reaches and that reach it. */
function components(nodes: readonly number[], edges: readonly Edge[]): number[] {
  const reached = nodes.map((start) => {
    const seen = new Set([start])
    for (const node of seen) for (const { from, to } of edges) if (from === node) seen.add(to)
    return seen
  })
  return nodes.map((node) => nodes.find((other) => reached[node].has(other) && reached[other].has(node))!)
}

/** Nodes such that every edge leads forward, the smallest first where there is a choice; undefined where there is no such order. */
function inOrder(nodes: readonly number[], edges: readonly Edge[]): number[] | undefined {
  const left = [...nodes].sort((a, b) => a - b)
  const order: number[] = []
  while (left.length > 0) {
    const next = left.findIndex((node) => !edges.some(({ from, to }) => to === node && left.includes(from)))
    if (next < 0) return undefined
    order.push(...left.splice(next, 1))
  }
  return order
}

function instantCycle({ populations }: NetworkGraph, members: readonly number[], edges: readonly Edge[]): RangeError {
  // from any node with a way back, a walk along such edges comes round
  const inside = (nodes: readonly number[]): readonly number[] => {
    const kept = nodes.filter((node) => edges.some(({ from, to }) => from === node && nodes.includes(to)))
    return kept.length === nodes.length ? kept : inside(kept)
  }
  const nodes = inside(members)
  const walk = [nodes[0]]
  for (;;) {
    const { to } = edges.find(({ from, to }) => from === walk[walk.length - 1] && nodes.includes(to))!
    const seen = walk.indexOf(to)
    walk.push(to)
    if (seen < 0) continue
    const names = walk.slice(seen).map((p) => populations[p].name)
    return new RangeError(
      `network: ${names.join(" -> ")} is a cycle without delay, so a spike would come round within its own step; give one of its connections a latency of at least one step, or delays whose min is at least one.`,
    )
  }
}
