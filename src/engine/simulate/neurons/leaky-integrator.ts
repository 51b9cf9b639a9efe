import type { LeakyIntegrator } from "../../../network/index.js"
import type { PlainNeuron } from "./plain-neuron.js"

const { fround } = Math

/** Equation in src/network/neurons/leaky-integrator.ts. */
export function leakyIntegratorStep(neuron: LeakyIntegrator, dt: number): PlainNeuron {
  const a = fround(Math.exp(-dt / neuron.tauMembrane))
  return {
    stateLength: 1,
    step(state, at, input) {
      state[at] = fround(fround(a * state[at]) + input)
      return { spiked: false, membrane: state[at], current: input }
    },
  }
}
