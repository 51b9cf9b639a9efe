import { random } from "../random.js"
import { SpikeDataset } from "../spikes/index.js"
import { deleteSpikes } from "./delete-spikes.js"
import { jitter } from "./jitter.js"
import { randomise } from "./randomise.js"
import { reverse } from "./reverse.js"
import { shift } from "./shift.js"

/**
 * A perturbation as data, to be put on the spikes of a population while a network runs. Options are those of the perturbation of that
 * name (`delete`: of {@link deleteSpikes}), times in ms; the shift that is common to all neurons is 0 unless given, for behind it spikes
 * are still delayed.
 */
export type Probe =
  | { readonly kind: "randomise"; readonly fraction: number }
  | { readonly kind: "jitter"; readonly sigma: number }
  | { readonly kind: "shift"; readonly sigma: number; readonly common?: number }
  | { readonly kind: "delete"; readonly probability: number }
  | { readonly kind: "reverse" }

/** Probes by the population on whose spikes they are put. */
export interface Probes {
  readonly [population: string]: Probe
}

export const probeKinds = ["randomise", "jitter", "shift", "delete", "reverse"] as const

/**
 * Puts a probe on spikes.
 *
 * @throws RangeError as the perturbation does
 */
export function applyProbe(spikes: SpikeDataset, probe: Probe, seed: number): SpikeDataset {
  switch (probe.kind) {
    case "randomise":
      return randomise(spikes, { fraction: probe.fraction, seed })
    case "jitter":
      return jitter(spikes, { sigma: probe.sigma, seed })
    case "shift":
      return shift(spikes, { sigma: probe.sigma, common: probe.common ?? 0, seed })
    case "delete":
      return deleteSpikes(spikes, { probability: probe.probability, seed })
    case "reverse":
      return reverse(spikes)
  }
}

/**
 * Puts a probe on one population's spikes in one sample: with a stream of its own, whatever else is run before, beside or after it.
 *
 * @param sent the spikes, in order of time, and the population's size, window (steps) and step (ms)
 * @param keys what tells this one from others: place of the population, number of the sample
 */
export function probeSample(
  { times, units, ...shape }: { times: Uint16Array; units: Uint16Array; unitCount: number; steps: number; dt: number },
  probe: Probe,
  seed: number,
  ...keys: number[]
): { times: Uint16Array; units: Uint16Array } {
  const sample = { offsets: Uint32Array.of(0, times.length), times, units, labels: Uint16Array.of(0), classNames: [""] }
  return applyProbe(new SpikeDataset({ ...sample, ...shape }), probe, random(seed, ...keys).integer(2 ** 31))
}
