import type { Tensor, Tensor2D, Tensor3D } from "@tensorflow/tfjs"
import { leastSteps, type NetworkGraph, type Part } from "../../network/index.js"
import type { Step } from "./dynamics.js"
import type { TensorFlow } from "./load.js"

/** What a part of a network that is a cycle is run with. */
export interface CycleInput {
  readonly samples: number
  /** One step of a population (by place). */
  readonly dynamics: (population: number) => Step
  /** What connections from outside the cycle bring a population; samples x steps x neurons. */
  readonly driven: (population: number) => Tensor3D | undefined
  /** What a connection of the cycle brings of spikes; samples x steps x sources to samples x steps x targets. */
  readonly hear: (connection: number, spikes: Tensor3D) => Tensor3D
  /** Zeros that are added to what a connection of the cycle brings, where a gradient is to be taken; samples x steps x targets. */
  readonly zeros?: (connection: number) => Tensor3D | undefined
  /** Which neurons of a population send their spikes (1), or not (0); samples x neurons. Undefined where all do. */
  readonly kept: (population: number) => Tensor2D | undefined
  /** What a population sends on of the spikes of each step in turn; samples x neurons. */
  readonly probed: (population: number) => (spikes: Tensor2D, step: number) => Tensor2D
}

/** Places of the connections that lead from one population of a part to another, or itself. */
export function connectionsOf({ populations, connections }: NetworkGraph, part: Part): number[] {
  if (!part.cyclic) return []
  const inside = new Set(part.populations.map((p) => populations[p].name))
  return connections.flatMap(({ from, to }, c) => (inside.has(from) && inside.has(to) ? [c] : []))
}

/**
 * Runs the populations of a cycle step by step. What a connection brings is linear in the spikes: its response to single spikes tells it
 * all, whatever its delays. Weights and delays of the cycle are constants here: their gradients follow from that of the `zeros`.
 *
 * @returns spikes by population, in the part's order; samples x steps x neurons
 */
export function runCycle(
  tf: TensorFlow,
  graph: NetworkGraph,
  part: Part,
  { samples, dynamics, driven, hear, zeros, kept, probed }: CycleInput,
): Tensor3D[] {
  const { steps, populations, connections, dt } = graph
  const links = connectionsOf(graph, part).map((c) => {
    const { from, to } = connections[c]
    const source = populations.find(({ name }) => name === from)!
    const least = leastSteps(connections[c], dt)
    const extra = zeros?.(c)
    return { from, to, least, response: response(tf, source.size, steps, least, (s) => hear(c, s)), extra }
  })
  const members = part.populations.map((p) => {
    const input = driven(p)
    return {
      ...populations[p],
      step: dynamics(p),
      input: input && tf.unstack(input, 1),
      kept: kept(p),
      probe: probed(p),
    }
  })
  const added = links.map(({ extra }) => extra && tf.unstack(extra, 1))
  const spikes = new Map(members.map(({ name }) => [name, [] as Tensor[]]))
  const sent = new Map(members.map(({ name }) => [name, [] as Tensor[]]))
  for (let t = 0; t < steps; t++) {
    for (const { name, size, step, input, kept, probe } of members) {
      const parts: Tensor[] = input ? [input[t]] : [tf.zeros([samples, size])]
      links.forEach(({ from, to, least, response }, k) => {
        if (to !== name) return
        const zero = added[k]
        if (zero) parts.push(zero[t])
        const lags = Math.min(response.lags, t - least + 1)
        if (lags <= 0) return
        const past = Array.from({ length: lags }, (_, lag) => sent.get(from)![t - least - lag])
        const rows = past[0].shape[1]! * lags
        parts.push(tf.concat(past, 1).matMul(response.kernel.slice([0, 0], [rows, size])))
      })
      const fired = probe(step(tf.addN(parts)) as Tensor2D, t)
      spikes.get(name)!.push(fired)
      sent.get(name)!.push(kept ? fired.mul(kept) : fired)
    }
  }
  return members.map(({ name }) => tf.stack(spikes.get(name)!, 1) as Tensor3D)
}

/**
 * What single spikes bring, from `least` steps later on for as long as they bring something.
 *
 * @returns `kernel`: lags and sources (of each lag all sources) x targets
 */
function response(
  tf: TensorFlow,
  sources: number,
  steps: number,
  least: number,
  hear: (spikes: Tensor3D) => Tensor3D,
): { lags: number; kernel: Tensor2D } {
  const impulses = tf.pad3d(tf.eye(sources).expandDims<Tensor3D>(1), [[0, 0], [0, steps - 1], [0, 0]]) // biome-ignore format: one pair an axis
  const heard = hear(impulses)
  const active = heard.abs().max([0, 2]).dataSync()
  const lags = Math.max(1, active.findLastIndex((size) => size > 0) + 1 - least)
  const targets = heard.shape[2]
  const kept = heard.slice([0, least, 0], [sources, lags, targets]).transpose([1, 0, 2])
  return { lags, kernel: kept.reshape([lags * sources, targets]) }
}
