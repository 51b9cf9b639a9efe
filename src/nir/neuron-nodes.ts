import { cubaLif, lif, type Neuron, type Population, type Surrogate, surrogate } from "../network/index.js"
import { field, type NirNode, same } from "./nir-graph.js"

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
 * @throws RangeError when NIR has no such neuron
 */
export function nodeOf({ name, size, neuron }: Population, dt: number, integration: Integration): NirNode {
  if (neuron?.kind !== "cubaLif" && neuron?.kind !== "lif") {
    throw new RangeError(
      `exportNir: population "${name}" is made of ${neuron?.kind} neurons, which NIR has no node for; it knows cubaLif and lif.`,
    )
  }
  if (neuron.reset !== "hard") {
    throw new RangeError(
      `exportNir: population "${name}" has ${neuron.reset} reset, which NIR cannot say; it knows hard.`,
    )
  }
  const leak = (tau: number) => 1 - Math.exp(-dt / tau)
  const tau = (lost: number) => seconds(integration === "euler" ? dt / lost : -dt / Math.log1p(-lost))
  const membrane = leak(neuron.tauMembrane)
  const common = { r: 1 / membrane, v_leak: 0, v_threshold: neuron.threshold, v_reset: 0 }
  const values =
    neuron.kind === "lif"
      ? { tau: tau(membrane), ...common }
      : {
          tau_syn: tau(leak(neuron.tauSynapse)),
          tau_mem: tau(membrane),
          ...common,
          w_in: 1 / leak(neuron.tauSynapse),
        }
  const fields = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, same(value, size)]))
  return {
    type: neuron.kind === "lif" ? "LIF" : "CubaLIF",
    fields,
    metadata: { population: name, surrogate: JSON.stringify(neuron.surrogate) },
  }
}

/** Neurons, and the factors on their input weights (by neuron) that bring NIR's gains and thresholds to ours. */
export interface Imported {
  readonly neuron: Neuron
  readonly scale: readonly number[]
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
  const [membrane, membraneLeak] = decay(field(node, node.type === "LIF" ? "tau" : "tau_mem"), dt, integration)
  const gain = field(node, "r").map((r) => r * membraneLeak)
  let synapse: number | undefined
  let factors = gain
  if (node.type === "CubaLIF") {
    const [tau, synapseLeak] = decay(field(node, "tau_syn"), dt, integration)
    const into = node.fields.w_in ? field(node, "w_in") : [1]
    synapse = tau
    factors = gain.map((g, k) => g * (into[k] ?? into[0]) * synapseLeak)
  }
  // potentials count from the leak's; a threshold for each neuron is as good as its weights scaled
  const thresholds = field(node, "v_threshold").map((value, k) => value - leak[k])
  const shared = thresholds.every((value) => value === thresholds[0])
  const options = {
    tauMembrane: membrane,
    reset: "hard" as const,
    threshold: shared ? thresholds[0] : 1,
    ...noted(node),
  }
  return {
    neuron: synapse === undefined ? lif(options) : cubaLif({ ...options, tauSynapse: synapse }),
    scale: shared ? factors : factors.map((factor, k) => factor / thresholds[k]),
  }
}

/** Our time constant (ms) for one in seconds, and the share of a state that is lost in a step. */
function decay(taus: readonly number[], dt: number, integration: Integration): [number, number] {
  const [tau] = taus
  if (taus.some((other) => Math.abs(other - tau) > 1e-6 * tau)) {
    throw new Error("its neurons have different time constants; those of a population share theirs here")
  }
  const leak = integration === "euler" ? seconds(dt) / tau : -Math.expm1(-seconds(dt) / tau)
  if (!(leak > 0 && leak <= 1 + 1e-9)) {
    throw new Error(`a time constant of ${tau * 1000} ms cannot be stepped by ${dt} ms; give a smaller dt`)
  }
  // what is lost whole in a step lasts far less than one
  return [leak >= 1 - 1e-9 ? dt / 1000 : -dt / Math.log1p(-leak), leak]
}

/** The surrogate, where this library wrote the file. */
function noted({ metadata }: NirNode): { surrogate?: Surrogate } {
  if (!metadata.surrogate) return {}
  const { kind, scale, width } = JSON.parse(metadata.surrogate) as Surrogate
  return { surrogate: surrogate(kind, { scale, width }) }
}
