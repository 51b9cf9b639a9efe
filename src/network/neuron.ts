import type { AdaptiveLif, CubaLif, LeakyIntegrator, Lif, SrmAlpha } from "./neurons/index.js"

/** Neurons that send spikes. */
export type SpikingNeuron = SrmAlpha | CubaLif | Lif | AdaptiveLif

/** What a population is made of; each kind is a file of `neurons/`. */
export type Neuron = SpikingNeuron | LeakyIntegrator

/** Whether it sends spikes: all but the leaky integrator do. */
export const sendsSpikes = (neuron: Neuron): neuron is SpikingNeuron => neuron.kind !== "leakyIntegrator"
