import { connectionNames, tensorKinds as kinds, type NetworkGraph, type Parameters } from "../network/index.js"

/** Euclidean length of the gradient of each kind of a connection's parameters. */
export interface GradientNorms {
  /** `hidden1->output` */
  readonly connection: string
  weights: number
  gains?: number
  delaySteps?: number
  taps?: number
  constants?: number
}

export const noNorms = (graph: NetworkGraph): GradientNorms[] =>
  connectionNames(graph).map((connection) => ({ connection, weights: 0 }))

/** Lengths of the gradients of one batch, in the order of the connections. */
export function gradientNorms(graph: NetworkGraph, gradients: Parameters): GradientNorms[] {
  const norms = noNorms(graph)
  gradients.forEach((fields, index) => {
    for (const kind of kinds) {
      const values = fields[kind]
      if (values) norms[index][kind] = Math.sqrt(sumOfSquares(values))
    }
  })
  return norms
}

/** Adds `more` to `sums`, in place. */
export function addNorms(sums: GradientNorms[], more: readonly GradientNorms[]): void {
  more.forEach((norms, index) => {
    for (const kind of kinds) {
      const length = norms[kind]
      if (length !== undefined) sums[index][kind] = (sums[index][kind] ?? 0) + length
    }
  })
}

export const scaleNorms = (norms: readonly GradientNorms[], factor: number): GradientNorms[] =>
  norms.map(({ connection, weights, gains, delaySteps, taps, constants }) => ({
    connection,
    weights: weights * factor,
    ...(gains !== undefined && { gains: gains * factor }),
    ...(delaySteps !== undefined && { delaySteps: delaySteps * factor }),
    ...(taps !== undefined && { taps: taps * factor }),
    ...(constants !== undefined && { constants: constants * factor }),
  }))

/** Length of the whole gradient. */
export function globalNorm(norms: readonly GradientNorms[]): number {
  return Math.sqrt(norms.reduce((sum, n) => sum + kinds.reduce((part, kind) => part + (n[kind] ?? 0) ** 2, 0), 0))
}

/** Shortens the whole gradient to length `most`, in place, where it is longer. @returns whether it was */
export function clipGradients(gradients: Parameters, length: number, most: number | undefined): boolean {
  if (most === undefined || !(length > most)) return false
  const factor = most / length
  for (const fields of gradients) {
    for (const kind of kinds) {
      const values = fields[kind]
      if (values) for (let i = 0; i < values.length; i++) values[i] *= factor
    }
  }
  return true
}

// Four sums: each addition waits for the one before it.
function sumOfSquares(values: Float32Array): number {
  let [a, b, c, d] = [0, 0, 0, 0]
  let i = 0
  for (; i + 4 <= values.length; i += 4) {
    a += values[i] * values[i]
    b += values[i + 1] * values[i + 1]
    c += values[i + 2] * values[i + 2]
    d += values[i + 3] * values[i + 3]
  }
  for (; i < values.length; i++) a += values[i] * values[i]
  return a + b + c + d
}
