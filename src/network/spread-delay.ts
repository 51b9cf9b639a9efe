/** Where a spike goes under a delay: `first` steps later and on, in these shares; and by how much they change with the delay. */
export interface SpreadDelay {
  readonly first: number
  readonly shares: readonly number[]
  /** Derivatives of the shares by the delay (1 / step). */
  readonly slopes: readonly number[]
}

/** So many widths from its middle a Gaussian is taken as ended (it is 4e-6 of its height there). */
const reach = 5

/**
 * A delay spread by a Gaussian: shares exp(-(n - delay)^2 / (2 width^2)) of the steps n from `lowest` to `highest`, normalised.
 *
 * @param delay in steps
 * @param width in steps, above 0
 * @param bounds the first and the last step that the connection's bounds allow
 */
export function spreadDelay(delay: number, width: number, [lowest, highest]: readonly [number, number]): SpreadDelay {
  const first = Math.max(lowest, Math.ceil(delay - reach * width - 1))
  const last = Math.max(first, Math.min(highest, Math.floor(delay + reach * width + 1)))
  const away = Array.from({ length: last - first + 1 }, (_, k) => (first + k - delay) / width)
  const nearest = Math.min(...away.map(Math.abs))
  // the nearest step has the weight 1, so that a width of nearly 0 leaves it alone
  const weights = away.map((x) => Math.exp((nearest - Math.abs(x)) * (nearest + Math.abs(x)) * 0.5))
  const total = weights.reduce((sum, w) => sum + w, 0)
  const shares = weights.map((w) => w / total)
  const mean = shares.reduce((sum, share, k) => sum + share * away[k], 0)
  return { first, shares, slopes: shares.map((share, k) => (share * (away[k] - mean)) / width) }
}
