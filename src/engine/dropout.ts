import { oneOf } from "../did-you-mean.js"
import { inputOf, type NetworkGraph, outputOf } from "../network/index.js"
import { random } from "../random.js"

/**
 * Which share of a population's neurons, by its name, is silenced in a sample: `{ hidden1: 0.2 }`.
 *
 * Dropout as spiking networks have it (Lee et al. 2020): a neuron is silent for the whole of a sample, or sends all its spikes. Were
 * spikes dropped one by one, neurons that sum them over time would average the holes out, and none would learn to do without another (for
 * single spikes there is the probe `delete`). With a share p, the spikes that are sent count 1/(1-p) times, so that a target's input is on
 * average what it is without dropout; gradients follow. A silenced neuron goes on by itself: its membrane and its reset are as always.
 *
 * On speech it was of no use so far. Norm variant of the embedded digits, trained delays, 15 epochs, means of three seeds at shares 0, 0.1,
 * 0.2 and 0.4: with fresh subsets .66, .63, .59, .52 of the test samples; with one subset, of which networks learn .96 by heart, .57, .58,
 * .57, .51 (standard deviations .01 to .05), and without delays .21, .21, .21, .17. Longer trainings were not tried.
 */
export interface Dropout {
  readonly [population: string]: number
}

/** How many times each spike of a population counts: a number of 32 bits, so that both engines multiply by the same. */
export const worthUnder = (dropout: Dropout | undefined, population: string): number =>
  Math.fround(1 / (1 - (dropout?.[population] ?? 0)))

/**
 * Which neurons of a population send their spikes in a sample (1), and which are silenced (0).
 *
 * @param share of the neurons that is silenced, on average
 * @param population its place
 * @param sample number of the sample in its data
 */
export function keptNeurons(
  size: number,
  share: number,
  seed: number,
  population: number,
  sample: number,
): Float32Array<ArrayBuffer> {
  // a third key, for a probe of the population draws from the other two
  const { uniform } = random(seed, population, sample, 1)
  const kept = new Float32Array(size)
  for (let i = 0; i < size; i++) kept[i] = uniform() < share ? 0 : 1
  return kept
}

/**
 * Shares by population.
 *
 * @param dropout one share means all hidden populations
 */
export const dropoutOf = (graph: NetworkGraph, dropout: number | Dropout): Dropout => {
  if (typeof dropout !== "number") return dropout
  const ends = [inputOf(graph), outputOf(graph)]
  return Object.fromEntries(graph.populations.filter((p) => !ends.includes(p)).map(({ name }) => [name, dropout]))
}

/**
 * @throws RangeError when a share is none, or is that of no population or of the output
 */
export function checkDropout(dropout: Dropout | undefined, graph: NetworkGraph): void {
  const names = graph.populations.map(({ name }) => name)
  for (const [name, share] of Object.entries(dropout ?? {})) {
    oneOf("dropout: population", name, names)
    if (!(share >= 0 && share < 1)) {
      throw new RangeError(`dropout: the share of ${name} is ${share}; give a share of its neurons, 0 to below 1.`)
    }
    if (name === outputOf(graph).name) {
      throw new RangeError(
        `dropout: "${name}" is what answers, and silenced classes cannot be learned; put it on the input or a hidden population.`,
      )
    }
  }
}
