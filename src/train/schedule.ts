/** How the rates change over the training: a factor at each point of it. */
export type Schedule =
  | { readonly kind: "constant" }
  | { readonly kind: "cosine" }
  | { readonly kind: "step"; readonly at: readonly number[]; readonly factor: number }

export const scheduleKinds = ["constant", "cosine", "step"] as const

/** Rates stay as they are. */
export const constant = (): Schedule => ({ kind: "constant" })

/** Rates fall to 0 along half a cosine. */
export const cosine = (): Schedule => ({ kind: "cosine" })

/**
 * Rates times `factor` after so many epochs (the paper: a tenth after 300), and again after each further number of them.
 *
 * @example stepAt([300, 600]) // 1, from epoch 301 on 0.1, from 601 on 0.01
 * @throws RangeError when a factor or an epoch is no number of 0 or more
 */
export function stepAt(at: number | readonly number[], factor = 0.1): Schedule {
  const points = typeof at === "number" ? [at] : [...at]
  for (const value of [factor, ...points]) {
    if (!(value >= 0 && Number.isFinite(value))) {
      throw new RangeError(`stepAt: ${value} is no epoch or factor; give numbers of 0 or more.`)
    }
  }
  return { kind: "step", at: points, factor }
}

/** The factor after `epoch` epochs (with a fraction) of `epochs`. */
export function scheduleFactor(schedule: Schedule, epoch: number, epochs: number): number {
  if (schedule.kind === "cosine") return 0.5 * (1 + Math.cos((Math.PI * epoch) / epochs))
  if (schedule.kind === "step") return schedule.factor ** schedule.at.filter((at) => epoch >= at).length
  return 1
}
