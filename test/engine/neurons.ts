import { type Neuron, type SpikingNeuron, sendsSpikes } from "../../src/network/index.js"
import { derivative, integral, kernels } from "./formulas.js"

/** What one neuron did, by step: its potential (less what adaptation adds to the threshold), and its spikes. */
export interface Course {
  potentials: number[]
  /** Of a leaky integrator: its potentials. */
  spikes: number[]
}

/** Names of the constants that can be trained. */
export function constantNames({ kind }: Neuron): string[] {
  return {
    srmAlpha: ["tau"],
    cubaLif: ["tauMembrane", "tauSynapse"],
    lif: ["tauMembrane"],
    tcLif: ["beta1", "beta2"],
    adaptiveLif: ["tauMembrane", "tauAdaptation"],
    leakyIntegrator: ["tauMembrane"],
  }[kind]
}

/** The n-th neuron of a population, with its trained constants where there are such (logarithms; a row of neurons each, or one number). */
export function ownNeuron<N extends Neuron>(neuron: N, constants: ArrayLike<number> | undefined, n: number): N {
  if (!constants) return neuron
  const names = constantNames(neuron)
  const count = constants.length / names.length
  const worth = (c: number) => (neuron.kind === "tcLif" ? 1 / (1 + Math.exp(-c)) : Math.exp(c))
  const own = names.map((name, row) => [name, worth(constants[row * count + (n % count)])])
  return { ...neuron, ...Object.fromEntries(own) }
}

/**
 * One neuron under an input, from its equations.
 *
 * @param around a course around which spikes are to be smooth: s + F(u) - F(u there), F' being the surrogate; resets and refractory
 *   responses then keep the spikes of that course
 */
export function run(
  neuron: Neuron,
  dt: number,
  input: readonly number[],
  taps?: ArrayLike<number>,
  around?: Course,
): Course {
  const potentials: number[] = []
  const spikes: number[] = []
  // a reset takes the spikes of the course around, and the share of their change that is to pass it
  const share = ("resetGradient" in neuron && neuron.resetGradient) || 0
  const acted = around?.spikes ?? spikes
  const left = (tau: number) => Math.exp(-dt / tau)
  const spent = (t: number) => acted[t] + share * (spikes[t] - acted[t])
  const after = (t: number, u: number) => {
    if (!("reset" in neuron)) return u
    if (neuron.reset === "soft") return u - neuron.threshold * spent(t)
    return neuron.reset === "hard" ? u * (1 - spent(t)) : u
  }
  let [v, current, w] = [0, 0, 0]
  for (let t = 0; t < input.length; t++) {
    let u = 0
    let raised = 0
    switch (neuron.kind) {
      case "srmAlpha": {
        const { e, eRefractory } = kernels(neuron, dt, taps)
        for (let s = 0; s <= t; s++) u += e(t - s) * input[s]
        for (let s = 0; s < t; s++) {
          u -= neuron.refractoryScale * neuron.threshold * eRefractory(t - s) * acted[s]
        }
        break
      }
      case "cubaLif":
        current = current * left(neuron.tauSynapse) + input[t]
        u = v * left(neuron.tauMembrane) + current
        break
      case "adaptiveLif":
        u = v * left(neuron.tauMembrane) + input[t]
        if (neuron.adapts === "current") u -= (1 - left(neuron.tauMembrane)) * w
        else raised = w
        break
      case "tcLif":
        current += input[t] - neuron.beta1 * v
        u = v + neuron.beta2 * current
        break
      default:
        u = v * left(neuron.tauMembrane) + input[t]
    }
    potentials.push(u - raised)
    spikes.push(spike(neuron, u - raised, t, around))
    v = after(t, u)
    if (neuron.kind === "tcLif") current -= neuron.gamma * spent(t)
    if (neuron.kind === "adaptiveLif") {
      const kept = left(neuron.tauAdaptation)
      w = kept * w + (1 - kept) * neuron.coupling * v + neuron.jump * spikes[t]
    }
  }
  return { potentials, spikes }
}

function spike(neuron: Neuron, u: number, t: number, around?: Course): number {
  if (!sendsSpikes(neuron)) return u
  if (around) return around.spikes[t] + integral(neuron, u) - integral(neuron, around.potentials[t])
  return u >= neuron.threshold ? 1 : 0
}

/** What adaptation adds to the threshold at each step. */
function raisedIn(neuron: Neuron, dt: number, { potentials, spikes }: Course): number[] {
  if (neuron.kind !== "adaptiveLif" || neuron.adapts !== "threshold") return potentials.map(() => 0)
  const kept = Math.exp(-dt / neuron.tauAdaptation)
  let w = 0
  return potentials.map((over, t) => {
    const before = w
    const u = over + w
    const v = spikes[t] === 1 && neuron.reset !== "none" ? (neuron.reset === "hard" ? 0 : u - neuron.threshold) : u
    w = kept * w + (1 - kept) * neuron.coupling * v + neuron.jump * spikes[t]
    return before
  })
}

/** From the gradient of a neuron's spikes (of a leaky integrator: potentials) to that of its input. */
export function back(
  neuron: Neuron,
  dt: number,
  { potentials, spikes }: Course,
  gradient: readonly number[],
  taps?: ArrayLike<number>,
): number[] {
  const steps = gradient.length
  const left = (tau: number) => Math.exp(-dt / tau)
  const slope = (t: number) => derivative(neuron as SpikingNeuron, potentials[t])
  const out: number[] = new Array(steps).fill(0)
  if (neuron.kind === "srmAlpha") {
    const { e } = kernels(neuron, dt, taps)
    for (let t = 0; t < steps; t++)
      for (let later = t; later < steps; later++) out[t] += e(later - t) * gradient[later] * slope(later)
    return out
  }
  const raised = raisedIn(neuron, dt, { potentials, spikes })
  // what a reset takes off, times the share of the gradient that passes it
  const takes = (t: number) => {
    if (!("reset" in neuron) || neuron.reset === "none") return 0
    return (neuron.resetGradient ?? 0) * (neuron.reset === "soft" ? neuron.threshold : potentials[t] + raised[t])
  }
  // gradients of the potential and of the adaptation at the step after
  let [gu, gw] = [0, 0]
  for (let t = steps - 1; t >= 0; t--) {
    const passes = "reset" in neuron && neuron.reset === "hard" && spikes[t] === 1 ? 0 : 1
    if (neuron.kind === "tcLif") {
      // gw is the dendrite's
      const gv = gu - neuron.beta1 * gw
      const lost = takes(t) * gv + (neuron.resetGradient ?? 0) * neuron.gamma * gw
      gu = slope(t) * (gradient[t] - lost) + passes * gv
      gw += neuron.beta2 * gu
      out[t] = gw
      continue
    }
    const kept = left(neuron.tauMembrane)
    switch (neuron.kind) {
      case "leakyIntegrator":
        gu = kept * gu + gradient[t]
        out[t] = gu
        break
      case "lif":
        gu = passes * kept * gu + (gradient[t] - takes(t) * kept * gu) * slope(t)
        out[t] = gu
        break
      case "cubaLif":
        gu = passes * kept * gu + (gradient[t] - takes(t) * kept * gu) * slope(t)
        out[t] = gu + (t + 1 < steps ? left(neuron.tauSynapse) * out[t + 1] : 0)
        break
      case "adaptiveLif": {
        const slow = left(neuron.tauAdaptation)
        const gv = kept * gu + (1 - slow) * neuron.coupling * gw
        const over = slope(t) * (gradient[t] + neuron.jump * gw - takes(t) * gv)
        gu = over + passes * gv
        out[t] = gu
        gw = slow * gw - (neuron.adapts === "current" ? (1 - kept) * gu : over)
      }
    }
  }
  return out
}
