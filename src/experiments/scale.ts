import { oneOf } from "../did-you-mean.js"

/** How large an experiment is: `smoke` takes seconds (does everything run?), `quick` minutes, `paper` the paper's own sizes. */
export type Scale = (typeof scales)[number]
export const scales = ["smoke", "quick", "paper"] as const

/**
 * The scale at which notebooks run: that of the environment variable SPIKETIME_SCALE, which the command line sets, else `quick`.
 *
 * @throws RangeError when the variable names no scale
 */
export function chosenScale(): Scale {
  const scale = process.env.SPIKETIME_SCALE ?? "quick"
  oneOf("scale", scale, scales)
  return scale
}
