import { checkOptions } from "../known-options.js"
import { type Network, outputOf } from "../network/index.js"
import { deleteSpikes, jitter, randomise, reverse } from "../perturb/index.js"
import { raster } from "../plot/index.js"
import type { SpikeDataset } from "../spikes/index.js"
import { outputCounts } from "../train/index.js"
import { Latest } from "./latest.js"
import { viewCode } from "./page-code.js"
import { markedOf, type SpikeState, spikeState } from "./spike-state.js"
import { Widget } from "./widget.js"

export interface BenchOptions {
  /** A trained network that hears the sample; without one only the spikes are shown. */
  network?: Network
  /** Which sample it starts with. */
  sample?: number
  /** Fixes what is random about the perturbations. */
  seed?: number
}

/** What the sliders say. */
export interface BenchValues {
  sample: number
  /** Share of spikes that move to a random time of their unit: from timing (0) to rate (1). */
  fraction: number
  /** Standard deviation of each spike's own shift (ms). */
  jitter: number
  /** Probability of each spike to be deleted. */
  deletion: number
  reverse: boolean
}

/** A row that a person sets: a slider, or a tick where there is no range. */
export interface BenchControl {
  readonly name: keyof BenchValues
  readonly label: string
  readonly range?: readonly [low: number, high: number, step: number]
}

export interface BenchState extends SpikeState {
  controls: readonly BenchControl[]
  values: BenchValues
  classNames: readonly string[]
  /** Output spikes of the original sample and of the perturbed one, a class each; empty without a network. */
  outputs: readonly [original: readonly number[], perturbed: readonly number[]]
  /** The sample's own class. */
  label: number
  height: number
}

/**
 * One sample on the bench: sliders for partial randomisation, jitter, deletion and reversal; its raster before and after, with
 * what moved marked, and the network's output and decision follow as they move.
 *
 * @throws RangeError when the sample or the network do not fit the data
 * @example perturbationBench(digits, { network: trained })
 */
export function perturbationBench(data: SpikeDataset, options: BenchOptions = {}): Widget<BenchState> {
  checkOptions("perturbationBench", options, { network: true, sample: true, seed: true })
  const { network, sample = 0, seed = 1 } = options
  data.sample(sample)
  if (network) outputOf(network)
  const controls: readonly BenchControl[] = [
    { name: "sample", label: "sample", range: [0, Math.max(1, data.length - 1), 1] },
    { name: "fraction", label: "randomised share f", range: [0, 1, 0.01] },
    { name: "jitter", label: "jitter σ (ms)", range: [0, 30 * data.dt, data.dt / 4] },
    { name: "deletion", label: "deleted share", range: [0, 1, 0.01] },
    { name: "reverse", label: "reversed" },
  ]
  const values: BenchValues = { sample, fraction: 0, jitter: 0, deletion: 0, reverse: false }
  const compute = (now: BenchValues) => perturbed(data, now, { network, seed })
  const view = new Widget<BenchState>(
    {
      state: {
        ...compute(values),
        controls,
        values,
        classNames: data.classNames,
        height: 360,
      },
      check: ({ values: given, ...rest }) => {
        const foreign = Object.keys(rest)[0]
        if (foreign) return `${foreign} cannot be changed by the page`
        return given && problemOf(given, controls, data.length)
      },
      still: ({ values: now, ...state }) => {
        const one = data.select([now.sample])
        const trains = { original: one.sample(0), perturbed: changed(one, now, seed).sample(0) }
        return raster(trains, { title: sentence(state), columns: 1, width: 600, height: 140, marked: markedOf(state) })
      },
      text: (state) => sentence(state),
    },
    viewCode("perturbation-bench"),
  )
  const latest = new Latest(() => view.set(compute(view.get("values"))))
  view.on("change:values", () => latest.ask())
  return view
}

/** What is wrong with values that the page sent. */
function problemOf(values: BenchValues, controls: readonly BenchControl[], samples: number): string | undefined {
  if (
    Object.keys(values).sort().join() !==
    controls
      .map(({ name }) => name)
      .sort()
      .join()
  )
    return `values of ${controls.map(({ name }) => name).join(", ")} are expected`
  const bad = controls.find(({ name, range }) => !fits(values[name], range))
  if (bad) return `${bad.name} cannot be ${JSON.stringify(values[bad.name])?.slice(0, 60)}`
  return Number.isInteger(values.sample) && values.sample < samples ? undefined : `there is no sample ${values.sample}`
}

const fits = (value: unknown, range: BenchControl["range"]): boolean =>
  range ? typeof value === "number" && value >= range[0] && value <= range[1] : typeof value === "boolean"

/** The perturbations that are switched on, one after another. */
function changed(one: SpikeDataset, { fraction, jitter: sigma, deletion, reverse: back }: BenchValues, seed: number) {
  let spikes = one
  if (fraction > 0) spikes = randomise(spikes, { fraction, seed })
  if (sigma > 0) spikes = jitter(spikes, { sigma, seed })
  if (deletion > 0) spikes = deleteSpikes(spikes, { probability: deletion, seed })
  return back ? reverse(spikes) : spikes
}

function perturbed(data: SpikeDataset, values: BenchValues, { network, seed }: { network?: Network; seed: number }) {
  const one = data.select([values.sample])
  const after = changed(one, values, seed)
  const outputs = network ? [counts(network, one), counts(network, after)] : [[], []]
  return {
    ...spikeState({ original: one.sample(0), perturbed: after.sample(0) }, true),
    outputs: outputs as unknown as BenchState["outputs"],
    label: one.labels[0],
  }
}

const counts = (network: Network, one: SpikeDataset): number[] => Array.from(outputCounts(network, one))

function sentence({ classNames, label, outputs, panels }: Omit<BenchState, "values">): string {
  const spikes = `${panels[0].count} spikes of class ${classNames[label]}, perturbed ${panels[1].count}`
  if (outputs[0].length === 0) return spikes
  const [before, after] = outputs.map((list) => classNames[list.indexOf(Math.max(...list))])
  return `${spikes}; the network decides ${before} for the original and ${after} for the perturbed`
}
