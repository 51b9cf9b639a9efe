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
  /** Delays in steps (not rounded): axonal sources, dendritic targets, synaptic targets x sources. */
  readonly delaySteps?: Float32Array
  /** Taps of the target's post-synaptic filter, where it has one; held by the first connection into a population. */
  readonly taps?: Float32Array
  /** Trained constants of the target's neurons, constants x neurons or x 1 (`constantsShape`), as logarithms; held by the first connection into a population. */
  readonly constants?: Float32Array
}

/** Names of a connection's tensors. */
export const tensorKinds = ["weights", "gains", "delaySteps", "taps", "constants"] as const

/** The same shapes, filled with zeros. */
export const zerosLike = (parameters: Parameters): Parameters =>
  eachTensor(parameters, ({ length }) => new Float32Array(length))

/** An own copy. */
export const copyParameters = (parameters: Parameters): Parameters => eachTensor(parameters, (values) => values.slice())

function eachTensor(parameters: Parameters, make: (values: Float32Array) => Float32Array): Parameters {
  return parameters.map((tensors) => {
    const made: { [kind: string]: Float32Array } = {}
    for (const kind of tensorKinds) {
      const values = tensors[kind]
      if (values) made[kind] = make(values)
    }
    return made as unknown as ConnectionParameters
  })
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
