import type { TcLif } from "../../../network/index.js"
import type { PlainNeuron } from "./plain-neuron.js"

const { fround } = Math

/** Equations in src/network/neurons/tc-lif.ts; its current is the dendrite's potential. */
export function tcLifStep(neuron: TcLif): PlainNeuron {
  const { reset } = neuron
  const [beta1, beta2, gamma, theta] = [neuron.beta1, neuron.beta2, neuron.gamma, neuron.threshold].map(fround)
  return {
    stateLength: 2,
    step(state, at, input) {
      const d = fround(fround(state[at] - fround(beta1 * state[at + 1])) + input)
      const u = fround(state[at + 1] + fround(beta2 * d))
      const spiked = u >= theta
      state[at] = spiked ? d - gamma : d
      state[at + 1] = spiked && reset === "hard" ? 0 : spiked && reset === "soft" ? u - theta : u
      return { spiked, membrane: u, current: d }
    },
  }
}
