import { oneOf } from "../did-you-mean.js"
import { checkOptions, type OptionNames } from "../known-options.js"
import { type Random, random } from "../random.js"
import { SpikeDataset, SpikeGrid } from "../spikes/index.js"
import { deleteSpikes } from "./delete-spikes.js"
import { jitter } from "./jitter.js"
import { deletion, type Landing, laterJitter, laterShift } from "./landing.js"
import { randomise } from "./randomise.js"
import { reverse } from "./reverse.js"
import { shift } from "./shift.js"

/**
 * A perturbation as data, to be put on the spikes of a population while a network runs. Options are those of the perturbation of that
 * name (`delete`: of {@link deleteSpikes}), times in ms; the shift that is common to all neurons is 0 unless given, for behind it spikes
 * are still delayed. A population in a cycle takes a deletion, and a jitter or shift with `forward`.
 */
export type Probe =
  | { readonly kind: "randomise"; readonly fraction: number }
  | { readonly kind: "jitter"; readonly sigma: number; readonly forward?: boolean }
  | { readonly kind: "shift"; readonly sigma: number; readonly common?: number; readonly forward?: boolean }
  | { readonly kind: "delete"; readonly probability: number }
  | { readonly kind: "reverse" }

/** Probes by the population on whose spikes they are put. */
export interface Probes {
  readonly [population: string]: Probe
}

/** What may be said of each kind. */
const probeOptions: { readonly [K in Probe["kind"]]: OptionNames<Extract<Probe, { kind: K }>> } = {
  randomise: { kind: true, fraction: true },
  jitter: { kind: true, sigma: true, forward: true },
  shift: { kind: true, sigma: true, common: true, forward: true },
  delete: { kind: true, probability: true },
  reverse: { kind: true },
}

/**
 * @param place whose probe it is, as a message begins
 * @throws RangeError for an unknown kind or option
 */
export function checkProbe(place: string, probe: Probe): void {
  oneOf(`${place}: kind`, probe.kind, Object.keys(probeOptions))
  checkOptions<Probe>(place, probe, probeOptions[probe.kind])
}

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
      return jitter(spikes, { sigma: probe.sigma, seed, ...(probe.forward && { forward: true }) })
    case "shift":
      return shift(spikes, { sigma: probe.sigma, common: probe.common ?? 0, seed, forward: probe.forward })
    case "delete":
      return deleteSpikes(spikes, { probability: probe.probability, seed })
    case "reverse":
      return reverse(spikes)
  }
}

/** Size of a population, window (steps) and length of a step (ms). */
interface Shape {
  readonly unitCount: number
  readonly steps: number
  readonly dt: number
}

/**
 * Puts a probe on one population's spikes in one sample: with a stream of its own, whatever else is run before, beside or after it.
 *
 * @param sent the spikes, in order of time, and the population's size, window (steps) and step (ms)
 * @param keys what tells this one from others: place of the population, number of the sample
 */
export function probeSample(
  { times, units, ...shape }: { times: Uint16Array; units: Uint16Array } & Shape,
  probe: Probe,
  seed: number,
  ...keys: number[]
): { times: Uint16Array; units: Uint16Array } {
  const sample = { offsets: Uint32Array.of(0, times.length), times, units, labels: Uint16Array.of(0), classNames: [""] }
  return applyProbe(new SpikeDataset({ ...sample, ...shape }), probe, sampleSeed(seed, keys))
}

const sampleSeed = (seed: number, keys: readonly number[]) => random(seed, ...keys).integer(2 ** 31)

/** Whether a probe is decided spike by spike, and moves none to before its own step. */
export const isCausal = (probe: Probe): boolean => probe.kind === "delete" || ("forward" in probe && !!probe.forward)

/**
 * The same step by step, of a probe that {@link isCausal}: of the same spikes it sends on the same.
 *
 * @returns a function of each step in turn and the units that spike in it, ascending: units that are sent on in this step, ascending
 */
export function probeSteps(
  { unitCount, steps, dt }: Shape,
  probe: Probe,
  seed: number,
  ...keys: number[]
): (step: number, units: ArrayLike<number>) => number[] {
  const landing = landingOf(probe, { unitCount, steps, dt }, random(sampleSeed(seed, keys), 0))
  const grid = new SpikeGrid(steps, unitCount)
  return (step, units) => {
    for (let k = 0; k < units.length; k++) {
      const to = landing(step, units[k], grid)
      if (to !== undefined) grid.add(to, units[k])
    }
    return grid.unitsAt(step)
  }
}

function landingOf(probe: Probe, shape: Shape, stream: Random): Landing {
  switch (probe.kind) {
    case "delete":
      return deletion(probe.probability, stream)
    case "jitter":
      return laterJitter(probe.sigma / shape.dt, shape.steps, stream)
    case "shift":
      return laterShift(probe.sigma / shape.dt, Math.round((probe.common ?? 0) / shape.dt), shape, stream)
    default:
      throw new RangeError(`probe: ${probe.kind} needs the whole window's spikes.`)
  }
}
