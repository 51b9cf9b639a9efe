import { isSpiking } from "./neuron-nodes.js"
import type { NirGraph, NirNode } from "./nir-graph.js"

/** A node with its name. */
interface Named {
  readonly name: string
  readonly node: NirNode
}

/** How one population hears another: through a delay and weights, where there are. */
export interface Path {
  readonly from: string
  readonly to: string
  readonly delay?: Named
  /** Whether it delays spikes before weights, or what is summed behind them. */
  readonly kind?: "axonal" | "dendritic"
  readonly weight?: Named
}

/**
 * The populations of a graph (input first, output last, each behind those it hears where there is no cycle), and the ways between them.
 *
 * @throws Error naming a node that this library has nothing for
 */
export function pathsOf(graph: NirGraph, file: string): { order: string[]; paths: Path[] } {
  const refuse = (name: string, why: string): never => {
    throw new Error(`${file}: node "${name}" (${graph.nodes[name]?.type ?? "missing"}) cannot be taken over: ${why}.`)
  }
  const ofType = (type: string) => Object.keys(graph.nodes).filter((name) => graph.nodes[name].type === type)
  const [inputs, outputs] = [ofType("Input"), ofType("Output")]
  if (inputs.length !== 1 || outputs.length !== 1) {
    throw new Error(
      `${file}: it has ${inputs.length} inputs and ${outputs.length} outputs; this library runs graphs with one of each.`,
    )
  }
  const paths: Path[] = []
  let last: string | undefined
  const follow = (from: string, path: Omit<Path, "to">): void => {
    for (const [, name] of graph.edges.filter(([start]) => start === from)) {
      const node = graph.nodes[name]
      if (!node) refuse(name, "an edge names it, and it is not there")
      if (isSpiking(node)) paths.push({ ...path, to: name })
      else if (node.type === "Output") {
        if (path.weight || path.delay || path.from === inputs[0])
          refuse(name, "the output must be the spikes of neurons")
        last = from
      } else if (node.type === "Delay") {
        if (path.delay) refuse(name, "two delays follow each other; join them")
        follow(name, { ...path, delay: { name, node }, kind: path.weight ? "dendritic" : "axonal" })
      } else if (node.type === "Linear" || node.type === "Affine") {
        if (path.weight) refuse(name, "two weight nodes follow each other; multiply them")
        follow(name, { ...path, weight: { name, node } })
      } else refuse(name, "only Input, Output, Linear, Affine, Delay, CubaLIF and LIF are known")
    }
  }
  const spiking = Object.keys(graph.nodes).filter((name) => isSpiking(graph.nodes[name]))
  for (const from of [inputs[0], ...spiking]) follow(from, { from })
  if (last === undefined) throw new Error(`${file}: nothing leads to its output.`)
  return { order: ordered(inputs[0], spiking, last, paths), paths }
}

/** Input, then each population after those it hears (but for cycles, which are cut where the file's order says), then the output. */
function ordered(input: string, spiking: readonly string[], output: string, paths: readonly Path[]): string[] {
  const order = [input]
  let left = spiking.filter((name) => name !== output)
  while (left.length > 0) {
    const heard = (name: string) => paths.every((p) => p.to !== name || p.from === name || !left.includes(p.from))
    const next = left.find(heard) ?? left[0]
    order.push(next)
    left = left.filter((name) => name !== next)
  }
  return [...order, output]
}
