import { checkOptions } from "../known-options.js"
import {
  axonal,
  type Connection,
  type ConnectionParameters,
  type Delay,
  dendritic,
  type Network,
  type Population,
  validate,
} from "../network/index.js"
import { type Integration, isSpiking, neuronOf } from "./neuron-nodes.js"
import { readNirFile } from "./nir-file.js"
import { field, type NirGraph, type NirNode } from "./nir-graph.js"
import { type Path, pathsOf } from "./nir-paths.js"

export interface ImportOptions {
  /** Length of a step (ms); files that this library wrote say it themselves. */
  dt?: number
  /** What is simulated (ms); files that this library wrote say it themselves. */
  duration?: number
  /** How the program that wrote the file steps time ("euler"); see {@link Integration}. */
  integration?: Integration
}

/**
 * Reads a network from a file of the Neuromorphic Intermediate Representation: CubaLIF and LIF neurons, Linear and Affine weights
 * (without bias), Delay before them (axonal) or behind them (dendritic). Weights come plain, delays fixed (files that {@link exportNir} wrote bring bounds, and whether
 * delays are trained). Time constants that differ from neuron to neuron come as trained ones. What leads back takes a step at least. A neuron here spikes where its potential reaches the threshold, NIR's where it passes it.
 *
 * @returns a network with parameters, which runs, and can be trained further
 * @throws Error naming the file and the node that this library has nothing for
 */
export async function importNir(path: string, options: ImportOptions = {}): Promise<Network> {
  return networkOf(await readNirFile(path), path, options)
}

/** The network of a graph. */
export function networkOf(graph: NirGraph, path: string, options: ImportOptions = {}): Network {
  checkOptions("importNir", options, { dt: true, duration: true, integration: true })
  const { metadata } = graph
  const dt = options.dt ?? known(metadata.dt)
  const duration = options.duration ?? (known(metadata.steps) ?? Number.NaN) * (dt ?? Number.NaN)
  if (dt === undefined || !(dt > 0))
    throw new RangeError(`${path}: it does not say the length of a step; give importNir a dt (ms).`)
  if (!(duration >= dt))
    throw new RangeError(`${path}: it does not say how long it runs; give importNir a duration (ms).`)
  const integration = options.integration ?? (metadata.integration as Integration | undefined) ?? "euler"
  const { order, paths } = pathsOf(graph, path)
  const at = <T>(name: string, read: () => T): T => {
    try {
      return read()
    } catch (error) {
      throw new Error(`${path}: node "${name}" cannot be taken over: ${(error as Error).message}.`)
    }
  }
  const neurons = new Map(
    order.flatMap((name) => {
      const node = graph.nodes[name]
      return isSpiking(node) ? [[name, at(name, () => neuronOf(node, dt, integration))] as const] : []
    }),
  )
  const nameOf = (name: string) => graph.nodes[name].metadata.population ?? (neurons.has(name) ? name : "input")
  const populations = order.map((name): Population => {
    const imported = neurons.get(name)
    const size = imported ? imported.scale.length : field(graph.nodes[name], "shape").reduce((a, b) => a * b, 1)
    return { name: nameOf(name), size, ...(imported && { neuron: imported.neuron }) }
  })
  const sizeOf = (name: string) => populations[order.indexOf(name)].size
  const links = paths.map((link) => {
    const leadsBack = order.indexOf(link.from) >= order.indexOf(link.to)
    return at(link.weight?.name ?? link.to, () =>
      linkOf(link, sizeOf(link.from), neurons.get(link.to)!.scale, dt, leadsBack),
    )
  })
  const connections = links.map(
    ({ delay, latencySteps }, k): Connection => ({
      from: nameOf(paths[k].from),
      to: nameOf(paths[k].to),
      weightNorm: false,
      ...(delay && { delay }),
      ...(latencySteps > 0 && { latencySteps }),
    }),
  )
  const steps = Math.round(duration / dt)
  const parameters = links.map(({ parameters }, k): ConnectionParameters => {
    const { to } = paths[k]
    const { constants } = neurons.get(to)!
    const isFirst = paths.findIndex((path) => path.to === to) === k
    return { ...parameters, ...(isFirst && constants && { constants }) }
  })
  return validate({ dt, steps, populations, connections, parameters })
}

const known = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text))

/** The numbers of a connection. */
function linkOf(
  { weight, delay, kind = "axonal" }: Path,
  sources: number,
  scale: readonly number[],
  dt: number,
  leadsBack: boolean,
): { parameters: ConnectionParameters; delay?: Delay; latencySteps: number } {
  const targets = scale.length
  const values = weight ? field(weight.node, "weight") : identity(targets)
  if (values.length !== targets * sources) {
    throw new Error(`it has ${values.length} weights and lies between ${sources} and ${targets} neurons`)
  }
  if (weight?.node.fields.bias && field(weight.node, "bias").some((b) => b !== 0)) {
    throw new Error("it has a bias, which this library lacks")
  }
  const weights = Float32Array.from(values, (w, k) => w * scale[Math.floor(k / sources)])
  // what leads back takes a step at least, also where the file says nothing of it
  const latencySteps = Number(delay?.node.metadata.latency ?? (leadsBack ? 1 : 0))
  if (!delay) return { parameters: { weights }, latencySteps }
  const all = stepsOf(delay.node, dt)
  const own = delay.node.metadata.delay !== undefined
  if (!own && all.every((steps) => steps === latencySteps)) return { parameters: { weights }, latencySteps }
  const delaySteps = Float32Array.from(all, (steps) => Math.max(0, steps - latencySteps))
  const neurons = kind === "axonal" ? sources : targets
  if (delaySteps.length !== neurons) {
    throw new Error(`its delay node has ${delaySteps.length} delays for ${neurons} neurons`)
  }
  return { parameters: { weights, delaySteps }, delay: delayOf(delay.node, kind, delaySteps, dt), latencySteps }
}

/** Delays in steps; what is a whole number but for rounding is taken as one, for its floor is run. */
function stepsOf(node: NirNode, dt: number): number[] {
  return field(node, "delay").map((s) => {
    const steps = (s * 1000) / dt
    const whole = Math.round(steps)
    return Math.abs(steps - whole) < 1e-4 ? whole : steps
  })
}

/** Bounds as they were noted, else fixed delays that reach as far as the longest. */
function delayOf({ metadata }: NirNode, kind: "axonal" | "dendritic", delaySteps: Float32Array, dt: number): Delay {
  const make = { axonal, dendritic }[kind]
  if (metadata.delay) return make(JSON.parse(metadata.delay) as Delay)
  const longest = Math.ceil(Math.max(...delaySteps)) * dt
  return make({ max: longest, start: [0, longest], trained: false })
}

const identity = (size: number): number[] => Array.from({ length: size * size }, (_, k) => Number(k % (size + 1) === 0))
