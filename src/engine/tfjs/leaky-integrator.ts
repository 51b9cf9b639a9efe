import type { Tensor } from "@tensorflow/tfjs"
import type { LeakyIntegrator } from "../../network/index.js"
import type { Step } from "./dynamics.js"

/** u(t) = exp(-dt/tauMembrane) u(t-1) + input(t); it gives u(t), for there are no spikes. */
export function leakyIntegratorStep(neuron: LeakyIntegrator, dt: number): Step {
  const a = Math.exp(-dt / neuron.tauMembrane)
  let u: Tensor | undefined
  return (current) => {
    u = u ? u.mul(a).add(current) : current
    return u as Tensor
  }
}
