import type { NetworkGraph } from "../network.js"
import type { Parameters } from "../parameters.js"
import { connectionNames } from "./tensor-names.js"

/** A bound need not be a number of 32 bits (steps). */
const rounding = 1e-3

/**
 * @throws RangeError when a delay lies outside the bounds that the graph gives it
 */
export function checkDelays(graph: NetworkGraph, parameters: Parameters | undefined, path: string): void {
  parameters?.forEach(({ delaySteps }, index) => {
    const { delay } = graph.connections[index]
    if (!delay || !delaySteps) return
    const [low, high] = [delay.min / graph.dt - rounding, delay.max / graph.dt + rounding]
    const place = delaySteps.findIndex((d) => !(d >= low && d <= high))
    if (place < 0) return
    throw new RangeError(
      `${path}: delay ${place} of ${connectionNames(graph)[index]} is ${delaySteps[place] * graph.dt} ms, outside its bounds ${delay.min} to ${delay.max} ms; load another file, or widen the bounds.`,
    )
  })
}
