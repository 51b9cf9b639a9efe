import { checkOptions } from "../known-options.js"
import { isSpread, type NetworkGraph } from "../network/index.js"
import { checkActivity } from "./activity.js"
import { checkDropout } from "./dropout.js"
import type { Pass } from "./engine.js"

/**
 * @throws RangeError when a width is not above 0, a gradient is asked of Gaussian delays without one, or dropout or bounds of activity do not fit
 */
export function checkPass(pass: Pass, graph: NetworkGraph, gradient: boolean): void {
  checkOptions("pass", pass, { seed: true, widthSteps: true, dropout: true, activity: true })
  const { widthSteps, dropout, activity } = pass
  const { connections } = graph
  checkDropout(dropout, graph)
  checkActivity(activity, graph)
  if (widthSteps !== undefined && !(widthSteps > 0 && Number.isFinite(widthSteps))) {
    throw new RangeError(`pass: widthSteps is ${widthSteps}; give a number of steps above 0, or leave it out.`)
  }
  const spread = connections.find(({ delay }) => delay && isSpread(delay))
  if (gradient && spread && widthSteps === undefined) {
    throw new RangeError(
      `pass: ${spread.from} -> ${spread.to} has Gaussian delays, which have a gradient at a width only; give widthSteps.`,
    )
  }
}
