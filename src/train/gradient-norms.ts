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

// Four sums: each addition waits for the one before it. So written V8 checks no index and reads no number twice: less than half the time.
function sumOfSquares(values: Float32Array): number {
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  const whole = values.length - (values.length % 4)
  for (let i = 0; i < whole; i += 4) {
    const x = values[i]
    const y = values[i + 1]
    const z = values[i + 2]
    const w = values[i + 3]
    a += x * x
    b += y * y
    c += z * z
    d += w * w
  }
  for (let i = whole; i < values.length; i++) a += values[i] * values[i]
  return a + b + c + d
}
