import {
  cubaLif,
  lif,
  type Neuron,
  type Population,
  type Surrogate,
  surrogate,
  type Trained,
  toParameter,
  trainedNeurons,
} from "../network/index.js"
import { field, list, type NirNode } from "./nir-graph.js"

/**
 * How another program steps NIR's differential equations, which decides what a time constant becomes in steps of dt:
 * euler keeps 1 - dt/tau of a state a step (snnTorch, Norse, Lava), exponential keeps exp(-dt/tau) (Rockpool, this library).
 */
export type Integration = "euler" | "exponential"

/** NIR writes times in seconds. */
export const seconds = (ms: number): number => ms / 1000

/**
 * The node of a population's neurons. A current-based LIF neuron keeps a = exp(-dt/tau) of its states a step; NIR's is
 * tau dx/dt = -x + gain input, which keeps 1 - k and adds k gain input, where k = dt/tau (euler) or 1 - exp(-dt/tau):
 * so tau follows from k = 1 - a, and the gain is 1/k.
 *
 * @param constants trained ones
 * @throws RangeError when NIR has no such neuron
 */
export function nodeOf(
  { name, size, neuron }: Population,
  dt: number,
  integration: Integration,
  constants?: Float32Array,
): NirNode {
  if (neuron?.kind !== "cubaLif" && neuron?.kind !== "lif") {
    const filter = neuron?.kind === "srmAlpha" ? neuron.psp : undefined
    const lack = filter
      ? `has a filter of ${filter.taps} taps, and NIR has no node that filters over time (its convolutions are over space)`
      : `is made of ${neuron?.kind} neurons, which NIR has no node for`
    throw new RangeError(
      `exportNir: population "${name}" ${lack}. saveNetwork() keeps the network whole; for other programs train one of cubaLif or lif neurons, which NIR knows: of two time constants of cubaLif comes a response that rises and falls as a filter's does.`,
    )
  }
  if (neuron.reset !== "hard") {
    throw new RangeError(
      `exportNir: population "${name}" has ${neuron.reset} reset, which NIR cannot say; it knows hard.`,
    )
  }
  const leak = (tau: number) => 1 - Math.exp(-dt / tau)
  const tau = (lost: number) => seconds(integration === "euler" ? dt / lost : -dt / Math.log1p(-lost))
  const own = trainedNeurons(neuron, dt, constants).map((one): Record<string, number> => {
    const membrane = leak(one.tauMembrane)
    const common = { r: 1 / membrane, v_leak: 0, v_threshold: one.threshold, v_reset: 0 }
    if (one.kind === "lif") return { tau: tau(membrane), ...common }
    const synapse = leak(one.tauSynapse)
    return { tau_syn: tau(synapse), tau_mem: tau(membrane), ...common, w_in: 1 / synapse }
  })
  const each = (key: string) => list(Array.from({ length: size }, (_, k) => own[k % own.length][key]))
  return {
    type: neuron.kind === "lif" ? "LIF" : "CubaLIF",
    fields: Object.fromEntries(Object.keys(own[0]).map((key) => [key, each(key)])),
    metadata: {
      population: name,
      surrogate: JSON.stringify(neuron.surrogate),
      ...(neuron.trainTau && { trainTau: neuron.trainTau }),
    },
  }
}

/** Neurons, and the factors on their input weights (by neuron) that bring NIR's gains and thresholds to ours. */
export interface Imported {
  readonly neuron: Neuron
  readonly scale: readonly number[]
  /** Time constants that differ from neuron to neuron, or were trained. */
  readonly constants?: Float32Array
}

/** Nodes that spike. */
export const isSpiking = ({ type }: NirNode): boolean => type === "CubaLIF" || type === "LIF"

/**
 * The neurons of a CubaLIF or LIF node.
 *
 * @throws Error when this library has no such neuron
 */
export function neuronOf(node: NirNode, dt: number, integration: Integration): Imported {
  const leak = field(node, "v_leak")
  const reset = node.fields.v_reset ? field(node, "v_reset") : leak.map(() => 0)
  if (reset.some((value, k) => value !== leak[k])) {
    throw new Error("its neurons are reset to another value than they leak to, which this library lacks")
  }
  const membrane = decays(field(node, node.type === "LIF" ? "tau" : "tau_mem"), dt, integration)
  const gain = field(node, "r").map((r, k) => r * pick(membrane.leaks, k))
  let synapse: Decays | undefined
  let factors = gain
  if (node.type === "CubaLIF") {
    synapse = decays(field(node, "tau_syn"), dt, integration)
    const { leaks } = synapse
    const into = node.fields.w_in ? field(node, "w_in") : [1]
    factors = gain.map((g, k) => g * pick(into, k) * pick(leaks, k))
  }
  // potentials count from the leak's; a threshold for each neuron is as good as its weights scaled
  const thresholds = field(node, "v_threshold").map((value, k) => value - leak[k])
  const shared = thresholds.every((value) => value === thresholds[0])
  const scale = shared ? factors : factors.map((factor, k) => factor / thresholds[k])
  const rows = [membrane.taus, ...(synapse ? [synapse.taus] : [])]
  const trainTau = rows.every(alike) ? (node.metadata.trainTau as Trained | undefined) : "each"
  const options = {
    tauMembrane: membrane.taus[0],
    reset: "hard" as const,
    threshold: shared ? thresholds[0] : 1,
    ...noted(node),
    ...(trainTau && { trainTau }),
  }
  const count = trainTau === "each" ? scale.length : 1
  const constants = rows.flatMap((taus) => Array.from({ length: count }, (_, k) => toParameter("time", pick(taus, k))))
  return {
    neuron: synapse === undefined ? lif(options) : cubaLif({ ...options, tauSynapse: synapse.taus[0] }),
    scale,
    ...(trainTau && { constants: Float32Array.from(constants) }),
  }
}

/** Time constants (ms) of a population's neurons, and the share of a state that each loses in a step. */
interface Decays {
  readonly taus: readonly number[]
  readonly leaks: readonly number[]
}

/** The k-th of a list, or the one that stands for all. */
const pick = (values: readonly number[], k: number): number => values[k] ?? values[0]

const alike = (taus: readonly number[]): boolean => taus.every((tau) => Math.abs(tau - taus[0]) <= 1e-6 * taus[0])

/** Our time constants for those in seconds. */
function decays(inSeconds: readonly number[], dt: number, integration: Integration): Decays {
  const leaks = inSeconds.map((tau) => {
    const leak = integration === "euler" ? seconds(dt) / tau : -Math.expm1(-seconds(dt) / tau)
    if (leak > 0 && leak <= 1 + 1e-9) return leak
    throw new Error(`a time constant of ${tau * 1000} ms cannot be stepped by ${dt} ms; give a smaller dt`)
  })
  // what is lost whole in a step lasts far less than one
  return { leaks, taus: leaks.map((leak) => (leak >= 1 - 1e-9 ? dt / 1000 : -dt / Math.log1p(-leak))) }
}

/** The surrogate, where this library wrote the file. */
function noted({ metadata }: NirNode): { surrogate?: Surrogate } {
  if (!metadata.surrogate) return {}
  const { kind, scale, width } = JSON.parse(metadata.surrogate) as Surrogate
  return { surrogate: surrogate(kind, { scale, width }) }
}
