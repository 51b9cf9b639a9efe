import type { Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs"
import type { Neuron } from "../../network/index.js"
import { adaptiveLifStep } from "./adaptive-lif.js"
import { constantsIn } from "./constants.js"
import { cubaLifStep } from "./cuba-lif.js"
import { leakyIntegratorStep } from "./leaky-integrator.js"
import { lifStep } from "./lif.js"
import type { TensorFlow } from "./load.js"
import { srmAlphaStep } from "./srm-alpha.js"
import { tcLifStep } from "./tc-lif.js"

/** One step of a population: input current in, spikes (of a leaky integrator: membrane potentials) out (both samples x neurons); it keeps its own state. */
export type Step = (current: Tensor) => Tensor

/**
 * A population's equations at rest, ready to be stepped.
 *
 * @param dt length of a step (ms)
 * @param own the parameters of its neurons
 */
export function dynamics(
  tf: TensorFlow,
  neuron: Neuron,
  dt: number,
  { taps, constants }: { readonly taps?: Tensor1D; readonly constants?: Tensor2D },
): Step {
  const values = constantsIn(neuron, dt, constants)
  switch (neuron.kind) {
    case "srmAlpha":
      return srmAlphaStep(tf, neuron, dt, values, taps)
    case "cubaLif":
      return cubaLifStep(tf, neuron, dt, values)
    case "lif":
      return lifStep(tf, neuron, dt, values)
    case "adaptiveLif":
      return adaptiveLifStep(tf, neuron, dt, values)
    case "tcLif":
      return tcLifStep(tf, neuron, values)
    case "leakyIntegrator":
      return leakyIntegratorStep(tf, dt, values)
  }
}
