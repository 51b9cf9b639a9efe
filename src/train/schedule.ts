/** How the rates change over the training: a factor at each point of it. */
export type Schedule =
  | { readonly kind: "constant" }
  | { readonly kind: "cosine" }
  | { readonly kind: "step"; readonly at: number; readonly factor: number }

/** Rates stay as they are. */
export const constant = (): Schedule => ({ kind: "constant" })

/** Rates fall to 0 along half a cosine. */
export const cosine = (): Schedule => ({ kind: "cosine" })

/** Rates times `factor` from epoch `at` on (the paper: a tenth at epoch 300). */
export const stepAt = (at: number, factor = 0.1): Schedule => ({ kind: "step", at, factor })

/** The factor at `epoch` (with its fraction) of `epochs`. */
export function scheduleFactor(schedule: Schedule, epoch: number, epochs: number): number {
  if (schedule.kind === "cosine") return 0.5 * (1 + Math.cos((Math.PI * epoch) / epochs))
  if (schedule.kind === "step") return epoch >= schedule.at ? schedule.factor : 1
  return 1
}
