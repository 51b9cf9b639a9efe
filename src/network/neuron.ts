import type { AdaptiveLif, CubaLif, LeakyIntegrator, Lif, SrmAlpha, TcLif } from "./neurons/index.js"

/** Neurons that send spikes. */
export type SpikingNeuron = SrmAlpha | CubaLif | Lif | AdaptiveLif | TcLif

/** What a population is made of; each kind is a file of `neurons/`. */
export type Neuron = SpikingNeuron | LeakyIntegrator

/** Whether it sends spikes: all but the leaky integrator do. */
export const sendsSpikes = (neuron: Neuron): neuron is SpikingNeuron => neuron.kind !== "leakyIntegrator"
