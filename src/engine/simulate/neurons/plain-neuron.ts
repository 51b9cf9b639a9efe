import type { ConnectionParameters, Neuron } from "../../../network/index.js"
import { adaptiveLifStep } from "./adaptive-lif.js"
import { cubaLifStep } from "./cuba-lif.js"
import { leakyIntegratorStep } from "./leaky-integrator.js"
import { lifStep } from "./lif.js"
import { srmAlphaStep } from "./srm-alpha.js"
import { tcLifStep } from "./tc-lif.js"

/** What a neuron did in a step. */
export interface NeuronStep {
  readonly spiked: boolean
  /** Potential that is held against the threshold, before a reset (less what adaptation adds to the threshold). */
  readonly membrane: number
  /** What drives the membrane: the synaptic current; of spike-response neurons the filtered input, of two-compartment ones the dendrite, of others the input itself. */
  readonly current: number
}

/** A neuron one step at a time, in 32-bit numbers and in the order of the event engine's operations: both spike alike. */
export interface PlainNeuron {
  /** Numbers that a neuron carries from one step to the next, all 0 at rest. */
  readonly stateLength: number
  /** One step of one neuron, whose state begins at `at` and is moved on in place. */
  step(state: Float32Array, at: number, input: number): NeuronStep
}

/**
 * A population's neurons, to be stepped.
 *
 * @param dt length of a step (ms)
 * @param taps of its post-synaptic filter
 */
export function plainNeuron(neuron: Neuron, dt: number, { taps }: Pick<ConnectionParameters, "taps">): PlainNeuron {
  switch (neuron.kind) {
    case "srmAlpha":
      return srmAlphaStep(neuron, dt, taps)
    case "cubaLif":
      return cubaLifStep(neuron, dt)
    case "lif":
      return lifStep(neuron, dt)
    case "adaptiveLif":
      return adaptiveLifStep(neuron, dt)
    case "tcLif":
      return tcLifStep(neuron)
    case "leakyIntegrator":
      return leakyIntegratorStep(neuron, dt)
  }
}
