import type { NetworkGraph, Population } from "./network.js"
import type { Neuron } from "./neuron.js"
import type { Trained } from "./neurons/index.js"
import type { Parameters } from "./parameters.js"

/** A constant of a neuron's equations that can be trained. */
export interface Constant {
  /** Its name among the neuron's options. */
  readonly name: string
  /** A time constant in ms, or a share between 0 and 1. */
  readonly value: number
}

/** What a neuron's trained constants are: all of one kind. */
export type KindOfConstant = "time" | "share"

export const kindOfConstants = (neuron: Neuron): KindOfConstant => (neuron.kind === "tcLif" ? "share" : "time")

/** The constants of a neuron that can be trained, in the order of the rows of its parameters. */
export function trainableOf(neuron: Neuron, dt: number): readonly Constant[] {
  const named = (values: { [name: string]: number }) => Object.entries(values).map(([name, value]) => ({ name, value }))
  switch (neuron.kind) {
    case "lif":
    case "leakyIntegrator":
      return named({ tauMembrane: neuron.tauMembrane })
    case "cubaLif":
      return named({ tauMembrane: neuron.tauMembrane, tauSynapse: neuron.tauSynapse })
    case "adaptiveLif":
      return named({ tauMembrane: neuron.tauMembrane, tauAdaptation: neuron.tauAdaptation })
    case "tcLif":
      return named({ beta1: neuron.beta1, beta2: neuron.beta2 })
    case "srmAlpha":
      return named({ tau: neuron.tau ?? dt })
  }
}

/** How a neuron's constants are trained; undefined where they are fixed. */
export const trainingOf = (neuron: Neuron | undefined): Trained | undefined =>
  neuron?.kind === "tcLif" ? neuron.trainBeta : neuron?.trainTau

/**
 * The number that stands for a trained constant among the parameters: the logarithm of a time constant in ms, so that an update changes it
 * by a share of itself, whatever its size, and it never reaches 0; of a share x, log(x / (1 - x)), which keeps it between 0 and 1 likewise.
 */
export const toParameter = (kind: KindOfConstant, value: number): number =>
  kind === "time" ? Math.log(value) : Math.log(value / (1 - value))

/** The constant that a parameter stands for. */
export const fromParameter = (kind: KindOfConstant, parameter: number): number =>
  kind === "time" ? Math.exp(parameter) : 1 / (1 + Math.exp(-parameter))

/** How a constant changes with its parameter. */
export const slopeOfConstant = (kind: KindOfConstant, value: number): number =>
  kind === "time" ? value : value * (1 - value)

/**
 * Bounds of the parameters. A time constant lies between a fifth of a step, of which less than a hundredth is left after the step, and a
 * hundred windows, in which less than a hundredth leaks: beyond, nothing changes any more, so that no gradient leads back. A share lies between a thousandth and
 * all but a thousandth.
 *
 * @param connection that which holds them, by its place
 */
export function parameterBounds(graph: NetworkGraph, connection: number): readonly [number, number] {
  const { dt, steps } = graph
  const { neuron } = firstInto(graph, connection)!
  const kind = kindOfConstants(neuron!)
  const bounds = kind === "time" ? ([dt / 5, 100 * steps * dt] as const) : ([0.001, 0.999] as const)
  return [toParameter(kind, bounds[0]), toParameter(kind, bounds[1])]
}

/**
 * The shape of the trained constants that stand with a connection's parameters, those of its target where it is the first connection there:
 * constants x neurons, or constants x 1 where all neurons share them; undefined without.
 *
 * @param connection place in `connections`
 */
export function constantsShape(graph: NetworkGraph, connection: number): [number, number] | undefined {
  const target = firstInto(graph, connection)
  const trained = trainingOf(target?.neuron)
  if (!target || !trained) return undefined
  return [trainableOf(target.neuron!, graph.dt).length, trained === "each" ? target.size : 1]
}

/** Trained constants as they start: those of the neuron's options, for each neuron alike. */
export function startConstants(graph: NetworkGraph, connection: number): Float32Array | undefined {
  const shape = constantsShape(graph, connection)
  if (!shape) return undefined
  const neuron = firstInto(graph, connection)!.neuron!
  const constants = trainableOf(neuron, graph.dt)
  const kind = kindOfConstants(neuron)
  return Float32Array.from({ length: shape[0] * shape[1] }, (_, k) =>
    toParameter(kind, constants[Math.floor(k / shape[1])].value),
  )
}

/**
 * A population's neurons with their constants as training left them: one neuron that stands for all, or each.
 *
 * @param constants the population's trained ones, among its first connection's parameters
 */
export function trainedNeurons<N extends Neuron>(neuron: N, dt: number, constants?: Float32Array): readonly N[] {
  if (!trainingOf(neuron) || !constants) return [neuron]
  const names = trainableOf(neuron, dt).map(({ name }) => name)
  const kind = kindOfConstants(neuron)
  const count = constants.length / names.length
  return Array.from({ length: count }, (_, k) => {
    const own = names.map((name, row) => [name, fromParameter(kind, constants[row * count + k])])
    return { ...neuron, ...(Object.fromEntries(own) as Partial<N>) }
  })
}

/** The target of a connection, where it is the first one that leads there. */
function firstInto({ populations, connections }: NetworkGraph, connection: number): Population | undefined {
  const { to } = connections[connection]
  if (connections.findIndex((c) => c.to === to) !== connection) return undefined
  return populations.find(({ name }) => name === to)
}

/**
 * What training made of time constants (ms) and couplings, by population and name: a number for each neuron, or one for all.
 *
 * @example constantsOf(trained).hidden1.tauMembrane
 * @param parameters those of the network, after or before training
 * @throws RangeError when no constants are trained, or the network has no parameters
 */
export function constantsOf(
  graph: NetworkGraph & { readonly parameters?: Parameters },
  parameters: Parameters | undefined = graph.parameters,
): { [population: string]: { [constant: string]: Float32Array } } {
  if (!parameters) throw new RangeError("constantsOf: the network has no parameters yet; fit() or initialise() it.")
  const found = graph.connections.flatMap(({ to }, c) => {
    const shape = constantsShape(graph, c)
    const stored = parameters[c].constants
    if (!shape || !stored) return []
    const { neuron } = graph.populations.find(({ name }) => name === to)!
    const kind = kindOfConstants(neuron!)
    const rows = trainableOf(neuron!, graph.dt).map(
      ({ name }, row) =>
        [name, stored.slice(row * shape[1], (row + 1) * shape[1]).map((p) => fromParameter(kind, p))] as const,
    )
    return [[to, Object.fromEntries(rows)] as const]
  })
  if (found.length === 0) {
    throw new RangeError('constantsOf: no constants of this network are trained; give a neuron trainTau: "each".')
  }
  return Object.fromEntries(found)
}
