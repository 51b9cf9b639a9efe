import type { AdaptiveLif } from "../../../network/index.js"
import type { PlainNeuron } from "./plain-neuron.js"

const { exp, fround } = Math

/** Equations in src/network/neurons/adaptive-lif.ts. */
export function adaptiveLifStep(neuron: AdaptiveLif, dt: number): PlainNeuron {
  const { reset, adapts } = neuron
  const [kept, slow] = [exp(-dt / neuron.tauMembrane), exp(-dt / neuron.tauAdaptation)]
  const [a, b, theta, jump] = [kept, slow, neuron.threshold, neuron.jump].map(fround)
  const coupling = fround((1 - slow) * neuron.coupling)
  const outward = fround(adapts === "current" ? 1 - kept : 0)
  const raised = adapts === "threshold" ? 1 : 0
  return {
    stateLength: 2,
    step(state, at, input) {
      const [v, w] = [state[at], state[at + 1]]
      const u = fround(fround(fround(a * v) + input) - fround(outward * w))
      const over = fround(u - raised * w)
      const spiked = over >= theta
      const left = spiked && reset === "hard" ? 0 : spiked && reset === "soft" ? fround(u - theta) : u
      state[at] = left
      state[at + 1] = fround(fround(fround(b * w) + fround(coupling * left)) + (spiked ? jump : 0))
      return { spiked, membrane: over, current: input }
    },
  }
}
