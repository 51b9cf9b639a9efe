import type { CubaLif, Lif } from "../../../network/index.js"
import type { PlainNeuron } from "./plain-neuron.js"

const { exp, fround } = Math

/** Equations in src/network/neurons/cuba-lif.ts. */
export const cubaLifStep = (neuron: CubaLif, dt: number): PlainNeuron =>
  cubaLifStepOf(neuron, exp(-dt / neuron.tauMembrane), exp(-dt / neuron.tauSynapse))

/**
 * @param decay what is left of the membrane potential after a step
 * @param current what is left of the current
 */
export function cubaLifStepOf({ reset, threshold }: CubaLif | Lif, decay: number, current: number): PlainNeuron {
  const [a, b, theta] = [fround(decay), fround(current), fround(threshold)]
  const fall = fround(reset === "soft" ? decay * threshold : 0)
  return {
    stateLength: 2,
    step(state, at, input) {
      const i = fround(fround(b * state[at]) + input)
      const last = state[at + 1]
      const spiked = last >= theta
      const kept = fround(a * last)
      const left = spiked && reset === "hard" ? 0 : spiked ? fround(kept - fall) : kept
      const u = fround(left + i)
      state[at] = i
      state[at + 1] = u
      return { spiked: u >= theta, membrane: u, current: i }
    },
  }
}
