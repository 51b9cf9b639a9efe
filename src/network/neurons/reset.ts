/** What a spike leaves of the membrane potential: nothing (hard), all but the threshold (soft), or all of it (none). */
export type Reset = (typeof resets)[number]

export const resets = ["hard", "soft", "none"] as const

/**
 * @throws RangeError when it is no share from 0 to 1 of the gradient that passes a reset
 */
export function checkResetGradient(where: string, share: number | undefined): void {
  if (share === undefined || (share >= 0 && share <= 1)) return
  throw new RangeError(`${where}: resetGradient is ${share}; give a share of the gradient, from 0 (none passes) to 1.`)
}
