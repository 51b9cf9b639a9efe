import type { Lif } from "../../../network/index.js"
import { cubaLifStepOf } from "./cuba-lif.js"
import type { PlainNeuron } from "./plain-neuron.js"

/** Equations in src/network/neurons/lif.ts: the current-based neuron, whose current lasts no step. */
export const lifStep = (neuron: Lif, dt: number): PlainNeuron =>
  cubaLifStepOf(neuron, Math.exp(-dt / neuron.tauMembrane), 0)
