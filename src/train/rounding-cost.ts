import { checkOptions } from "../known-options.js"
import { type Network, roundDelays } from "../network/index.js"
import type { SpikeDataset } from "../spikes/index.js"
import { accuracy, accuracyIn } from "./accuracy.js"
import type { TrainingSettings } from "./settings.js"

/** What whole delays cost. */
export interface RoundingCost {
  /** Accuracy with delays as they were trained: Gaussian ones spread by the width that they had at last, others by their floor. */
  readonly asTrained: number
  /** Accuracy with each delay at the nearest whole step. */
  readonly rounded: number
  /** Accuracy that is lost; below 0 where rounding helps. */
  readonly cost: number
}

/**
 * Tests a network with its delays as they were trained, and again rounded to whole steps (see {@link roundDelays}).
 *
 * @param options `width` of Gaussian delays (ms; by default the last of the training)
 * @throws RangeError when there are no samples, or the network has no parameters
 */
export function roundingCost(
  net: Network & { readonly settings?: TrainingSettings },
  data: SpikeDataset,
  options: { width?: number } = {},
): RoundingCost {
  checkOptions("roundingCost", options, { width: true })
  const { width = lastWidth(net) } = options
  const asTrained = accuracyIn(net, data, width === undefined ? {} : { widthSteps: width / net.dt })
  const rounded = accuracy(roundDelays(net), data)
  return { asTrained, rounded, cost: asTrained - rounded }
}

function lastWidth({ settings, dt }: Network & { readonly settings?: TrainingSettings }): number | undefined {
  const width = settings?.delayWidth
  return width && (width.to ?? Math.min(width.from, 0.5 * dt))
}
