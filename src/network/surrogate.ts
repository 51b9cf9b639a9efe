import { oneOf } from "../did-you-mean.js"
import { checkOptions } from "../known-options.js"

/**
 * The derivative that stands in for that of the spike. With x = (u - threshold) / width it is scale * shape(x):
 *
 * | kind | shape(x) |
 * | --- | --- |
 * | exponential | exp(-abs(x)), SLAYER's |
 * | fastSigmoid | 1 / (1 + abs(x))^2 |
 * | arctangent | 1 / (1 + (pi x / 2)^2) |
 * | triangle | max(0, 1 - abs(x)) |
 * | sigmoid | 4 s (1 - s) with s = 1 / (1 + exp(-x)) |
 * | rectangle | 1 where abs(x) < 1, else 0 |
 * | straightThrough | 1 |
 *
 * Each is 1 at the threshold before scaling.
 */
export interface Surrogate {
  readonly kind: SurrogateKind
  /** Height at the threshold. */
  readonly scale: number
  /** Width, in units of the membrane potential. */
  readonly width: number
}

export const surrogateKinds = [
  "exponential",
  "fastSigmoid",
  "arctangent",
  "triangle",
  "sigmoid",
  "rectangle",
  "straightThrough",
] as const
export type SurrogateKind = (typeof surrogateKinds)[number]

/**
 * A surrogate derivative by name.
 *
 * @param kind see {@link Surrogate}
 * @throws RangeError for an unknown kind (with the nearest known one), a width that is not above 0, or a scale that is not above 0
 */
export function surrogate(kind: SurrogateKind, options: Partial<Surrogate> = {}): Surrogate {
  oneOf("surrogate", kind, surrogateKinds)
  checkOptions("surrogate", options, { kind: true, scale: true, width: true })
  const { scale = 1, width = 1 } = options
  if (!(width > 0)) throw new RangeError(`surrogate: a width of ${width} has no slope; give one above 0.`)
  if (!(scale > 0 && Number.isFinite(scale))) throw new RangeError(`surrogate: scale is ${scale}; give one above 0.`)
  return { kind, scale, width }
}

/** 1 / (1 + slope * abs(u - threshold))^2 (Zenke and Ganguli's; slope 2 serves well with {@link srmAlpha}). */
export const fastSigmoid = (slope = 2): Surrogate => surrogate("fastSigmoid", { width: 1 / slope })

/** SLAYER's: scale * exp(-abs(u - threshold) / width). */
export const exponential = (width = 1, scale = 1): Surrogate => surrogate("exponential", { width, scale })
