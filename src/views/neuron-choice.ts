import { oneOf } from "../did-you-mean.js"
import type { Simulation } from "../engine/index.js"
import type { Network } from "../network/index.js"
import type { DelayLink } from "./dragged-delays.js"

/** What a person chooses. */
export interface NeuronChoice {
  population: string
  neuron: number
  /** Connection whose delays are shown: a place in `links`. */
  link: number
  /** Its axon whose delay is on the slider. */
  axon: number
}

/**
 * Where a view of a neuron begins: what was asked for; else behind the first delays, with the first neuron that spikes.
 *
 * @throws RangeError when there is no such neuron
 */
export function startChoice(
  network: Network,
  { populations }: Simulation,
  links: readonly DelayLink[],
  wanted: { population?: string; neuron?: number },
): NeuronChoice {
  const hidden = network.populations.filter(({ neuron }) => neuron).map(({ name }) => name)
  const { population = links[0]?.to ?? hidden[0] } = wanted
  oneOf("neuronView: population", population, hidden)
  const { size } = network.populations.find(({ name }) => name === population)!
  const { neuron = populations[population].spikes.units[0] ?? 0 } = wanted
  if (!isPlace(neuron, size))
    throw new RangeError(`neuronView: "${population}" has the neurons 0 to ${size - 1}, and ${neuron} is none of them.`)
  const into = links.findIndex(({ to }) => to === population)
  const outOf = links.findIndex(({ from }) => from === population)
  return { population, neuron, link: Math.max(0, into < 0 ? outOf : into), axon: into < 0 && outOf >= 0 ? neuron : 0 }
}

/** Why something cannot be chosen. */
export function choiceProblem(
  network: Network,
  links: readonly DelayLink[],
  { population, neuron, link, axon }: NeuronChoice,
): string | undefined {
  const chosen = network.populations.find((one) => one.neuron && one.name === population)
  if (!chosen || !isPlace(neuron, chosen.size) || !isPlace(axon, 65536)) return "there is no such neuron"
  return isPlace(link, Math.max(1, links.length)) ? undefined : "there are no such delays"
}

const isPlace = (value: unknown, size: number): boolean =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < size
