import { checkOptions } from "../known-options.js"
import {
  type Connection,
  type ConnectionParameters,
  connectionNames,
  effectiveWeights,
  inputOf,
  type Network,
  outputOf,
  wholeSteps,
} from "../network/index.js"
import { type Integration, nodeOf, seconds } from "./neuron-nodes.js"
import { writeNirFile } from "./nir-file.js"
import { list, type NirGraph, type NirNode } from "./nir-graph.js"

export interface ExportOptions {
  /** How the other program steps time ("euler"); see {@link Integration}. */
  integration?: Integration
}

/**
 * Writes a network for other programs, in the Neuromorphic Intermediate Representation: a file that Python's `nir.read()` reads, and from
 * there snnTorch, Norse, Rockpool and others. Populations become CubaLIF or LIF nodes of the same name, connections Linear nodes with the
 * effective weights (targets x sources), trained time constants as each neuron has them, before them (axonal) or behind them (dendritic) Delay nodes: whole steps, as they are run, in seconds.
 * A latency (of what leads back: a step) is part of the delay. Spikes are 1 in their step. What NIR has no words for (surrogates, bounds of delays) is noted in the nodes' metadata.
 *
 * @throws RangeError when the network has no parameters, or is made of something that NIR has no node for (spike-response neurons and
 *   filters of taps, soft reset, synaptic delays), with the way out
 */
export async function exportNir(network: Network, path: string, options: ExportOptions = {}): Promise<void> {
  await writeNirFile(path, nirOf(network, options))
}

/** The graph that {@link exportNir} writes. */
export function nirOf(network: Network, options: ExportOptions = {}): NirGraph {
  checkOptions("exportNir", options, { integration: true })
  const { integration = "euler" } = options
  const { dt, steps, populations, connections, parameters } = network
  if (!parameters) throw new RangeError("exportNir: the network has no parameters yet; fit() or initialise() it.")
  const [input, output] = [inputOf(network), outputOf(network)]
  const named = (name: string) => (name === "output" ? "output_neurons" : name)
  const sizes = new Map(populations.map(({ name, size }) => [name, size]))
  const nodes: Record<string, NirNode> = { input: gate("Input", input.size) }
  const edges: [string, string][] = []
  for (const population of populations) {
    if (!population.neuron) continue
    const { constants } = parameters[connections.findIndex(({ to }) => to === population.name)]
    nodes[named(population.name)] = nodeOf(population, dt, integration, constants)
  }
  connectionNames(network).forEach((name, index) => {
    const connection = connections[index]
    const from = connection.from === input.name ? "input" : named(connection.from)
    const shape = [sizes.get(connection.to)!, sizes.get(connection.from)!]
    const between = connectionNodes(connection, parameters[index], name, shape, dt)
    Object.assign(nodes, between)
    const path = [from, ...Object.keys(between), named(connection.to)]
    for (let k = 1; k < path.length; k++) edges.push([path[k - 1], path[k]])
  })
  nodes.output = gate("Output", output.size)
  edges.push([named(output.name), "output"])
  return { nodes, edges, metadata: { dt: String(dt), steps: String(steps), integration, input: input.name } }
}

/** Input or Output. */
const gate = (type: string, size: number): NirNode => ({
  type,
  fields: { shape: { shape: [1], values: BigInt64Array.of(BigInt(size)) } },
  metadata: {},
})

/** The nodes between two populations, in order. */
function connectionNodes(
  { from, to, delay, latencySteps = 0 }: Connection,
  parameters: ConnectionParameters,
  name: string,
  shape: readonly number[],
  dt: number,
): Record<string, NirNode> {
  const values = effectiveWeights(parameters)
  // names without signs that other programs use for paths
  const plain = name.replace("->", "_to_").replace("#", "_").replace(/[./]/g, "_")
  const sources = shape[1]
  const delaySteps = parameters.delaySteps ?? new Float32Array(sources)
  const linear = { type: "Linear", fields: { weight: { shape, values } }, metadata: {} }
  if (!delay && latencySteps === 0) return { [plain]: linear }
  if (delay?.kind === "synaptic") {
    throw new RangeError(
      `exportNir: ${from} -> ${to} has synaptic delays; NIR delays what a node sends: axonal and dendritic ones.`,
    )
  }
  const whole = (d: number) => (delay ? wholeSteps(delay, d) : d)
  const shifts = list(Array.from(delaySteps, (d) => seconds((latencySteps + whole(d)) * dt)))
  const metadata = {
    ...(delay && { delay: JSON.stringify(delay) }),
    ...(latencySteps > 0 && { latency: String(latencySteps) }),
  }
  const node = { type: "Delay", fields: { delay: shifts }, metadata }
  // before the weights an axon's, behind them a dendrite's
  if (delay?.kind === "dendritic") return { [plain]: linear, [`${plain}_delay`]: node }
  return { [`${plain}_delay`]: node, [plain]: linear }
}
