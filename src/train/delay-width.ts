import { checkOptions } from "../known-options.js"
import { isSpread, type NetworkGraph } from "../network/index.js"

/**
 * How the width of Gaussian delays shrinks over the epochs: from `from` to `to` by a constant factor an epoch, until the share `by` of the
 * epochs is done; then it stays. Evaluation, also of validation samples, is sharp.
 */
export interface DelayWidth {
  /** (ms) */
  readonly from: number
  /** (ms; undefined: half a step of the data) */
  readonly to?: number
  readonly by: number
}

/**
 * A width for delays with `gradient: "gaussian"`. Half their largest delay is a usual start (Hammouamri et al. 2024): wide enough that
 * each delay feels where else it might lie.
 *
 * @param options `from` and `to` in ms; `by` 0.75 of the epochs
 * @throws RangeError when a width is not above 0, `to` is above `from`, or `by` is no share
 */
export function shrinkingWidth(options: Partial<DelayWidth> & Pick<DelayWidth, "from">): DelayWidth {
  checkOptions("shrinkingWidth", options, { from: true, to: true, by: true })
  const { from, to, by = 0.75 } = options
  for (const [name, value] of Object.entries({ from, to, by })) {
    if (value !== undefined && !(value > 0 && Number.isFinite(value))) {
      throw new RangeError(`shrinkingWidth: ${name} is ${value}; give a number above 0.`)
    }
  }
  if (to !== undefined && to > from) throw new RangeError(`shrinkingWidth: it grows from ${from} to ${to} ms.`)
  if (by > 1) throw new RangeError(`shrinkingWidth: by is ${by}; give a share of the epochs, up to 1.`)
  return { from, ...(to !== undefined && { to }), by }
}

/**
 * The width at a point of the training (steps of the data); undefined without one.
 *
 * @param epoch epochs that are done
 */
export function widthSteps(
  width: DelayWidth | undefined,
  epoch: number,
  epochs: number,
  dt: number,
): number | undefined {
  if (!width) return undefined
  const { from, to = Math.min(from, 0.5 * dt), by } = width
  return (from * (to / from) ** Math.min(1, epoch / Math.max(1, by * epochs - 1))) / dt
}

/**
 * @throws RangeError when Gaussian delays are trained without a width, or there are none
 */
export function checkWidth({ connections }: NetworkGraph, width: DelayWidth | undefined): void {
  const spread = connections.find(({ delay }) => delay && isSpread(delay))
  if (spread && !width) {
    throw new RangeError(
      `fit: ${spread.from} -> ${spread.to} has Gaussian delays; say how their width shrinks, as in delayWidth: shrinkingWidth({ from: ${spread.delay!.max / 2} }).`,
    )
  }
  if (width && !spread) {
    throw new RangeError(
      'fit: delayWidth needs trained delays with gradient: "gaussian", and there are none; leave it out.',
    )
  }
}
