import { constantsShape, fromParameter, kindOfConstants, parameterBounds } from "./constants.js"
import { delayCount } from "./delay-shape.js"
import { filterOf } from "./filter-of.js"
import { firstBroken } from "./first-broken.js"
import type { NetworkGraph } from "./network.js"
import { type ConnectionParameters, type Parameters, tensorKinds } from "./parameters.js"

/** A bound need not be a number of 32 bits (steps, or logarithms). */
const rounding = 1e-3

const nouns = { weights: "weight", gains: "gain", delaySteps: "delay", taps: "tap", constants: "constant" } as const

/**
 * Checks that parameters fit a graph: enough of each, all finite, delays and trained constants within their bounds. Cheap enough to be done in each pass.
 *
 * @throws RangeError naming the first number that does not fit, and its connection
 */
export function checkParameters(graph: NetworkGraph, parameters: Parameters): void {
  const { connections } = graph
  if (parameters.length !== connections.length) {
    throw new RangeError(
      `network: ${connections.length} connections and parameters of ${parameters.length}; give those of each connection, or none.`,
    )
  }
  const sizes = new Map(graph.populations.map(({ name, size }) => [name, size]))
  connections.forEach(({ from, to }, index) => {
    const own = parameters[index]
    const place = `${from} -> ${to}`
    const [sources, targets] = [sizes.get(from)!, sizes.get(to)!]
    const needs = (noun: string, values: Float32Array | undefined, count: number) => {
      if (values?.length === count) return
      throw new RangeError(`network: ${place} needs ${count} ${noun} and has ${values?.length ?? 0}.`)
    }
    needs("weights", own.weights, sources * targets)
    if (own.gains) needs("gains", own.gains, targets)
    const filter = filterOf(graph, index)
    if (filter) needs("taps", own.taps, filter.taps)
    for (const kind of tensorKinds) {
      const values = own[kind]
      const broken = values ? firstBroken(values) : -1
      if (broken < 0) continue
      throw new RangeError(
        `network: ${nouns[kind]} ${broken} of ${place} is ${values![broken]}; take parameters from before they were spoilt (a training that diverged keeps its last good ones), or initialise() the network anew.`,
      )
    }
    checkDirections(own, sources, place)
    checkDelays(graph, index, own.delaySteps)
    checkConstants(graph, index, own.constants)
  })
}

/** A weight-normalised row has a direction: it is not all 0. */
function checkDirections({ weights, gains }: ConnectionParameters, sources: number, place: string): void {
  for (let target = 0; gains && target < gains.length; target++) {
    let k = 0
    while (k < sources && weights[target * sources + k] === 0) k++
    if (k < sources) continue
    throw new RangeError(
      `network: the weights of ${place} to neuron ${target} are all 0, and weight-normalised ones have a direction; set its gain to 0 instead, or take plain weights (weightNorm: false).`,
    )
  }
}

function checkDelays(graph: NetworkGraph, index: number, delaySteps: Float32Array | undefined): void {
  const { dt } = graph
  const { from, to, delay } = graph.connections[index]
  if (!delay) return
  const count = delayCount(graph, index)
  if (delaySteps?.length !== count) {
    throw new RangeError(
      `network: ${from} -> ${to} needs ${count} delays (${delay.kind}) and has ${delaySteps?.length ?? 0}.`,
    )
  }
  const [low, high] = [delay.min / dt - rounding, delay.max / dt + rounding]
  for (let i = 0; i < count; i++) {
    const steps = delaySteps[i]
    if (steps >= low && steps <= high) continue
    const why =
      steps < 0
        ? "; a delay cannot be negative"
        : `, outside its bounds ${delay.min} to ${delay.max} ms; move it inside, or give the connection wider bounds`
    throw new RangeError(`network: delay ${i} of ${from} -> ${to} is ${short(steps * dt)} ms${why}.`)
  }
}

/** Trained constants: as many as the neurons need, and within their bounds. */
function checkConstants(graph: NetworkGraph, index: number, constants: Float32Array | undefined): void {
  const shape = constantsShape(graph, index)
  const { to } = graph.connections[index]
  if (!shape) {
    if (!constants) return
    throw new RangeError(
      `network: "${to}" has trained constants and its neurons train none; give them trainTau (or trainBeta), or leave the constants out.`,
    )
  }
  const needed = shape[0] * shape[1]
  if (constants?.length !== needed) {
    throw new RangeError(`network: "${to}" needs ${needed} trained constants and has ${constants?.length ?? 0}.`)
  }
  const [low, high] = parameterBounds(graph, index)
  const place = constants.findIndex((value) => value < low - rounding || value > high + rounding)
  if (place < 0) return
  const kind = kindOfConstants(graph.populations.find(({ name }) => name === to)!.neuron!)
  const shown = (p: number) => `${short(fromParameter(kind, p))}${kind === "time" ? " ms" : ""}`
  throw new RangeError(
    `network: trained constant ${place} of "${to}" is ${shown(constants[place])}, outside its bounds ${shown(low)} to ${shown(high)}${kind === "time" ? " (a fifth of a step, and a hundred windows)" : ""}; start within them, or let it be fixed.`,
  )
}

const short = (value: number): string => String(Number(value.toPrecision(4)))
