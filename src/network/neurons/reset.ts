/** What a spike leaves of the membrane potential: nothing (hard), all but the threshold (soft), or all of it (none). */
export type Reset = (typeof resets)[number]

export const resets = ["hard", "soft", "none"] as const
