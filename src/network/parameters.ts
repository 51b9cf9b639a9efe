/**
 * The numbers of a network, by connection (in the order of `connections`).
 * Weights are row-major: targets x sources.
 */
export type Parameters = readonly ConnectionParameters[]

export interface ConnectionParameters {
  /** Plain weights, or the direction of weight-normalised ones; targets x sources. */
  readonly weights: Float32Array
  /** Length of each target's weight vector, where weight-normalised; targets. */
  readonly gains?: Float32Array
  /** Axonal delays in steps (not rounded); sources. */
  readonly delaySteps?: Float32Array
}

/** The same shapes, filled with zeros. */
export function zerosLike(parameters: Parameters): Parameters {
  return parameters.map(({ weights, gains, delaySteps }) => ({
    weights: new Float32Array(weights.length),
    ...(gains && { gains: new Float32Array(gains.length) }),
    ...(delaySteps && { delaySteps: new Float32Array(delaySteps.length) }),
  }))
}

/** An own copy. */
export function copyParameters(parameters: Parameters): Parameters {
  return parameters.map(({ weights, gains, delaySteps }) => ({
    weights: weights.slice(),
    ...(gains && { gains: gains.slice() }),
    ...(delaySteps && { delaySteps: delaySteps.slice() }),
  }))
}

/** Effective weights of a connection, targets x sources: gain * direction / |direction|, or the plain weights. */
export function effectiveWeights({ weights, gains }: ConnectionParameters): Float32Array {
  if (!gains) return weights
  const sources = weights.length / gains.length
  const out = new Float32Array(weights.length)
  for (let target = 0; target < gains.length; target++) {
    const row = weights.subarray(target * sources, (target + 1) * sources)
    const factor = gains[target] / norm(row)
    for (let k = 0; k < sources; k++) out[target * sources + k] = row[k] * factor
  }
  return out
}

/** Euclidean length. */
export function norm(values: Float32Array): number {
  let sum = 0
  for (const v of values) sum += v * v
  return Math.sqrt(sum)
}
