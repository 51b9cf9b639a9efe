import { checkOptions } from "../../known-options.js"
import { type NetworkGraph, type Parameters, validate } from "../../network/index.js"
import type { Probes } from "../../perturb/index.js"
import type { SpikeDataset } from "../../spikes/index.js"
import { checkProbes } from "../check-probes.js"
import type { Engine, Pass } from "../engine.js"
import { forward } from "./forward.js"
import { gradients } from "./gradients.js"
import { type Backend, tensorflow } from "./load.js"
import { record } from "./record.js"
import type { Reference } from "./reference.js"

/** The reference engine, and what it can show besides. */
export interface TfjsEngine extends Engine {
  readonly backend: string
  /** Spikes of every population as they are sent on, input first, before delays; the window is the network's. */
  record(parameters: Parameters, data: SpikeDataset, samples: ArrayLike<number>, pass?: Pass): SpikeDataset[]
}

/**
 * The reference engine: dense, short, TensorFlow.js operations only. Whatever another engine does, it must agree with this one.
 *
 * @param options `backend`: this one instead of the best that is installed (for the whole process); `probe`: perturbations of
 *   populations' spikes, as in the event engine
 * @throws RangeError when the network does not fit together, and for an option that is not known
 */
export async function tfjsEngine(
  network: NetworkGraph,
  options: { backend?: Backend; probe?: Probes } = {},
): Promise<TfjsEngine> {
  checkOptions("tfjsEngine", options, { backend: true, probe: true })
  const { backend, probe } = options
  validate(network)
  checkProbes(probe, network)
  const tf = await tensorflow(backend)
  const reference: Reference = { tf, network, ...(probe && { probe }) }
  return {
    backend: tf.getBackend(),
    forward: (...batch) => forward(reference, ...batch),
    gradients: (...batch) => gradients(reference, ...batch),
    record: (...batch) => record(reference, ...batch),
  }
}
