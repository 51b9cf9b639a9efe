import { type Simulation, simulate } from "../engine/index.js"
import { checkOptions } from "../known-options.js"
import { type Network, outputOf, sendsSpikes } from "../network/index.js"
import { activity } from "../plot/index.js"
import type { SpikeTrain } from "../spikes/index.js"
import { type DelayLink, type Drag, DraggedDelays } from "./dragged-delays.js"
import { Latest } from "./latest.js"
import { spikesOf } from "./layer-spikes.js"
import { choiceProblem, type NeuronChoice, startChoice } from "./neuron-choice.js"
import { viewCode } from "./page-code.js"
import type { RasterViewState } from "./raster-view.js"
import { cursorProblem, type SpikeState, spikeState } from "./spike-state.js"
import { Widget } from "./widget.js"

export interface NeuronViewOptions {
  /** Population and neuron that are shown first; by default the first that spikes, behind the first delays where there are any. */
  population?: string
  neuron?: number
  /** A raster whose cursor this view shares, and where a click on a neuron chooses it. */
  raster?: Widget<RasterViewState>
  /** Names of the output's classes; their numbers by default. */
  classNames?: readonly string[]
}

export interface NeuronState extends SpikeState {
  chosen: NeuronChoice
  /** The delay that was dragged last; axon -1: none yet. */
  dragged: Drag
  /** Where the cursor stands (ms); -1 without one. */
  cursor: number
  /** Potential of the chosen neuron before resets, a number a step. */
  membrane: Float32Array
  /** What its synapses bring. */
  current: Float32Array
  /** What the membrane must reach; null where it never spikes. */
  threshold: number | null
  /** Connections with delays. */
  links: readonly DelayLink[]
  /** Delays of the chosen one, and what those were at first (ms). */
  delays: Float32Array
  startDelays: Float32Array
  classNames: readonly string[]
  /** Output spikes with the delays as they were, and as they are. */
  outputs: readonly [original: readonly number[], now: readonly number[]]
  label: number
  /** Whether others follow the cursor. */
  shared: boolean
  height: number
}

/**
 * Into one neuron: its membrane, synaptic current, threshold and spikes below the rasters of all populations, on one time axis. A click
 * on a raster chooses the neuron and sets the cursor. The delays that lead to it can be dragged; the network is run again at once.
 * The network that was given stays as it is.
 *
 * @throws RangeError when the network has no parameters, the sample does not fit it, or there is no such neuron
 * @example neuronView(trained, test.sample(0))
 */
export function neuronView(network: Network, sample: SpikeTrain, options: NeuronViewOptions = {}): Widget<NeuronState> {
  checkOptions("neuronView", options, { population: true, neuron: true, raster: true, classNames: true })
  const delays = new DraggedDelays(network)
  const first = simulate(network, sample)
  let last = first
  const original = countsOf(network, first)
  const look = (chosen: NeuronChoice) => {
    const { neuron } = network.populations.find(({ name }) => name === chosen.population)!
    const { membrane, current } = last.populations[chosen.population]
    return {
      ...spikeState(spikesOf(last)),
      ...delays.of(chosen.link),
      membrane: membrane[chosen.neuron],
      current: current[chosen.neuron],
      threshold: neuron && sendsSpikes(neuron) ? neuron.threshold : null,
      outputs: [original, countsOf(network, last)] as NeuronState["outputs"],
    }
  }
  const chosen = startChoice(network, first, delays.links, options)
  const view = new Widget<NeuronState>(
    {
      state: {
        ...look(chosen),
        chosen,
        links: delays.links,
        dragged: { link: 0, axon: -1, delay: 0 },
        cursor: -1,
        classNames: options.classNames ?? classNamesOf(network, sample),
        label: sample.label,
        shared: options.raster !== undefined,
        height: 60 + 80 * network.populations.length,
      },
      check: ({ chosen, dragged, cursor, ...rest }) => {
        const [foreign] = Object.keys(rest)
        if (foreign) return `${foreign} cannot be changed by the page`
        return (
          cursorProblem(cursor, sample) ??
          (chosen && choiceProblem(network, delays.links, chosen)) ??
          (dragged && delays.problem(dragged))
        )
      },
      still: (state) => {
        const { population, neuron } = state.chosen
        return activity(
          Object.fromEntries(
            Object.entries(last.populations).map(([name, { spikes, membrane }]) => [
              name,
              { spikes, neurons: [neuron], membrane: name === population ? [membrane[neuron]] : [] },
            ]),
          ),
          { dt: network.dt, title: sentence(state) },
        )
      },
      text: sentence,
    },
    viewCode("neuron-view"),
  )
  const latest = new Latest(() => {
    if (delays.changed()) last = simulate(delays.network, sample)
    view.set(look(view.get("chosen")))
  })
  view.on("change:chosen", () => latest.ask())
  view.on("change:dragged", (drag) => {
    delays.set(drag)
    latest.ask()
  })
  view.on("msg:custom", (content) => {
    if ((content as { command?: unknown } | null)?.command !== "reset") return
    delays.reset()
    latest.ask()
  })
  if (options.raster) follow(view, options.raster)
  return view
}

const countsOf = (network: Network, { populations }: Simulation): number[] => {
  const { name, size } = outputOf(network)
  const counts = new Array<number>(size).fill(0)
  for (const unit of populations[name].spikes.units) counts[unit]++
  return counts
}

/** Names of the output's classes; their numbers, where the sample does not know all names. */
const classNamesOf = (network: Network, { label, className }: SpikeTrain): string[] =>
  Array.from({ length: outputOf(network).size }, (_, k) => (k === label ? className : String(k)))

/** One cursor for both; a click in the raster chooses the neuron. */
function follow(view: Widget<NeuronState>, raster: Widget<RasterViewState>): void {
  raster.set("shared", true)
  raster.on("change:cursor", (cursor) => view.set("cursor", cursor))
  view.on("change:cursor", (cursor) => raster.set("cursor", cursor))
  raster.on("msg:custom", (content) => {
    const { picked } = (content ?? {}) as { picked?: { panel: string; unit: number } }
    if (!picked) return
    const chosen = { ...view.get("chosen"), population: picked.panel, neuron: picked.unit }
    if (view.problem({ chosen }) === undefined) view.set({ chosen })
  })
}

function sentence({ chosen, panels, times, units, outputs, classNames }: Readonly<NeuronState>): string {
  let at = 0
  const panel = panels.find(({ name, count }) => {
    if (name !== chosen.population) at += count
    return name === chosen.population
  })!
  const own = units.subarray(at, at + panel.count).filter((unit) => unit === chosen.neuron).length
  const best = (counts: readonly number[]) => classNames[counts.indexOf(Math.max(...counts))]
  const decision = `the network decides ${best(outputs[1])}`
  return `neuron ${chosen.neuron} of ${chosen.population}: ${own} spikes; ${times.length} spikes in all; ${decision}`
}
