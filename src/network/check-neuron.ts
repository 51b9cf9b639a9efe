import { checkKind } from "./check-kind.js"
import type { Population } from "./network.js"
import type { Neuron } from "./neuron.js"
import { adaptiveLif, cubaLif, leakyIntegrator, lif, srmAlpha, tcLif } from "./neurons/index.js"
import { surrogate } from "./surrogate.js"

/** What makes, and so checks, each kind of neuron. */
const makers: { readonly [K in Neuron["kind"]]: (options: Extract<Neuron, { kind: K }>) => Neuron } = {
  adaptiveLif,
  cubaLif,
  leakyIntegrator,
  lif,
  srmAlpha,
  tcLif,
}

/**
 * @throws RangeError when a population's neuron is no neuron, or has a number out of range: it may have been written by hand
 */
export function checkNeuron({ name, neuron }: Population): void {
  if (neuron === undefined) return
  const place = `network: neuron of "${name}"`
  checkKind(place, neuron, Object.keys(makers), "srmAlpha()")
  if ("surrogate" in neuron) {
    const { surrogate: own } = neuron
    checkKind(`network: surrogate of "${name}"`, own, undefined, "fastSigmoid(2)")
    at(place, () => surrogate(own.kind, own))
  }
  at(place, () => (makers[neuron.kind] as (options: Neuron) => Neuron)(neuron))
}

/** Says where a mistake is, besides what it is. */
function at(place: string, check: () => void): void {
  try {
    check()
  } catch (error) {
    throw new RangeError(`${place}: ${(error as Error).message}`)
  }
}
