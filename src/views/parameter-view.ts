import { mean } from "d3-array"
import type { Network } from "../network/index.js"
import { delayHistogram, histogram } from "../plot/index.js"
import { viewCode } from "./page-code.js"
import { type ConstantRow, type Moment, ParameterSnapshots, trainedConstants } from "./parameter-snapshots.js"
import { Pulse } from "./pulse.js"
import type { Still } from "./still.js"
import type { Watched } from "./training-monitor.js"
import { Widget } from "./widget.js"

/** A training whose network can be looked at while it runs: what `fit()` gives. */
export type WatchedNetwork = Watched & { readonly network: Network }

export interface ParameterState {
  /** In the network's order; `axons` is 0 where there are no delays, `bounds` are theirs (ms). */
  connections: readonly {
    readonly from: string
    readonly to: string
    readonly weights: number
    readonly axons: number
    readonly bounds: readonly [shortest: number, longest: number]
  }[]
  /** Epochs after which the parameters were looked at; 0: before the first. */
  epochs: readonly number[]
  /** Histograms, a moment after another: see {@link Moment}. */
  weights: Float32Array
  delays: Float32Array
  /** Constants that are trained: each one's place among `constantValues`, a moment after another. */
  constants: readonly ConstantRow[]
  constantValues: Float32Array
  label: string
}

/**
 * Weights, delays and trained constants as they move: histograms of each connection's weights and delays, and every delay and trained time
 * constant (or coupling) by unit and layer, from where it started to where it is. While a training runs a new picture comes after each epoch; a slider goes back to earlier ones.
 *
 * @param given a training, or a network (a trained one shows its start too)
 * @throws RangeError when the network has no parameters
 * @example parameterView(fit(net, train, { seed: 1, epochs: 20, quiet: true }))
 */
export function parameterView(given: WatchedNetwork | Network): Widget<ParameterState> {
  const run = "watch" in given ? given : undefined
  const network = run ? run.network : (given as Network)
  if (!network.parameters)
    throw new RangeError("parameterView: the network has no parameters yet; fit() or initialise() it.")
  const snapshots = new ParameterSnapshots(network)
  let seen = run?.history.length ?? 0
  if (network.initial) snapshots.add(0, network.initial)
  const epochsDone = (network as { history?: readonly unknown[] }).history?.length ?? (network.initial ? 1 : 0)
  snapshots.add(run ? seen : epochsDone, network.parameters)
  const view = new Widget<ParameterState>(
    {
      state: { ...shown(network, snapshots.moments) },
      check: () => "the page cannot change parameters",
      still: () => stillOf(network, snapshots.moments),
      text: ({ label }) => label,
    },
    viewCode("parameter-view"),
  )
  if (!run) return view
  const pulse = new Pulse(() => {
    if (run.history.length === seen) return
    seen = run.history.length
    snapshots.add(seen, run.network.parameters!)
    view.set(shown(network, snapshots.moments))
  }, 300)
  pulse.follow([run], () => {
    view.save_changes()
    void view.saveStill()
  })
  return view
}

function shown(network: Network, moments: readonly Moment[]): ParameterState {
  const { connections, populations, parameters } = network
  const constants = trainedConstants(network, parameters!)
  const described = connections.map(({ from, to, delay }, k) => ({
    from,
    to,
    weights: parameters![k].weights.length,
    axons: parameters![k].delaySteps?.length ?? 0,
    bounds: [delay?.min ?? 0, delay?.max ?? 0] as const,
  }))
  const epochs = moments.map(({ epoch }) => epoch)
  return {
    connections: described,
    epochs,
    weights: joined(moments.map(({ weights }) => weights)),
    delays: joined(moments.map(({ delays }) => delays)),
    constants,
    constantValues: joined(moments.map(({ constants }) => constants)),
    label: `weights and delays of ${populations.map(({ name }) => name).join(", ")} after epoch ${epochs.at(-1)}${moved(moments)}${changed(constants, moments)}`,
  }
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** How far delays have gone, in words. */
function moved(moments: readonly Moment[]): string {
  const [first, last] = [moments[0].delays, moments.at(-1)!.delays]
  if (first.length === 0) return ""
  const mean = first.reduce((sum, delay, k) => sum + Math.abs(last[k] - delay), 0) / first.length
  return `; ${first.length} delays moved by ${mean.toFixed(1)} ms on average`
}

/** What became of trained constants, in words. */
function changed(rows: readonly ConstantRow[], moments: readonly Moment[]): string {
  let from = 0
  return rows
    .map(({ population, name, unit, count }) => {
      const part = ({ constants }: Moment) => (mean(constants.subarray(from, from + count)) ?? 0).toPrecision(3)
      const words = `; ${name} of ${population} ${part(moments[0])} to ${part(moments.at(-1)!)} ${unit}`.trimEnd()
      from += count
      return words
    })
    .join("")
}

function stillOf(network: Network, moments: readonly Moment[]): Still {
  const [first, last] = [moments[0], moments.at(-1)!]
  if (first.delays.length > 0) return delayHistogram(byLink(network, first), byLink(network, last))
  const weights = network.connections.map(({ from, to }, k) => [`${from} → ${to}`, network.parameters![k].weights])
  return histogram(Object.fromEntries(weights), { valueTitle: "weight" })
}

function byLink({ connections, parameters }: Network, { delays }: Moment): { [link: string]: Float32Array } {
  let at = 0
  const links = connections.flatMap(({ from, to }, k) => {
    const count = parameters![k].delaySteps?.length ?? 0
    at += count
    return count > 0 ? [[`${from} → ${to}`, delays.subarray(at - count, at)]] : []
  })
  return Object.fromEntries(links)
}
