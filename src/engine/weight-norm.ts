import type { ConnectionParameters } from "../network/index.js"

/**
 * From the gradient of effective weights (targets x sources) to that of what is trained: with w = g v / |v|,
 * dg = dw . v / |v| and dv = g / |v| (dw - dg v / |v|). Plain weights pass as they are.
 */
export function weightNormGradient(
  { weights, gains }: ConnectionParameters,
  gradient: Float32Array,
): Pick<ConnectionParameters, "weights" | "gains"> {
  if (!gains) return { weights: gradient }
  const sources = weights.length / gains.length
  const gainGradient = new Float32Array(gains.length)
  for (let target = 0, row = 0; target < gains.length; target++, row += sources) {
    let square = 0
    let along = 0
    for (let k = row; k < row + sources; k++) {
      square += weights[k] * weights[k]
      along += weights[k] * gradient[k]
    }
    const length = Math.sqrt(square)
    gainGradient[target] = along / length
    const factor = gains[target] / length
    const share = along / square
    for (let k = row; k < row + sources; k++) gradient[k] = factor * (gradient[k] - share * weights[k])
  }
  return { weights: gradient, gains: gainGradient }
}
