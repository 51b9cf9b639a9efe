import { kernelModule } from "./kernel-module.js"
import { type Kernels, kernels } from "./kernels.js"

/** What an update by moments takes beside the numbers themselves. */
export interface MomentStep {
  /** What is kept of a number. */
  readonly shrink: number
  /** How far a number goes along the running mean, and along the gradient itself. */
  readonly byMean: number
  readonly byGradient: number
  /** Takes the bias out of the running mean square. */
  readonly ofSquare: number
  /** Shares of what is new in the running means. */
  readonly newToMean: number
  readonly newToSquare: number
  readonly epsilon: number
}

/** Numbers that are moved at a time: as many as a page holds with what they need. */
const portion = 3840

const [x, gradient, mean, square] = [0, 1, 2, 3].map((i) => 1024 + i * 4 * portion)

/** A page of its own, for numbers of any training of this thread. */
let room: { k: Kernels; floats: (at: number) => Float32Array } | undefined

function makeRoom() {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true })
  const views = new Map([x, gradient, mean, square].map((at) => [at, new Float32Array(memory.buffer, at, portion)]))
  return { k: kernels(kernelModule(), memory), floats: (at: number) => views.get(at)! }
}

/**
 * Moves `values` along their gradients by running means of these and of their squares, in place: for g a gradient, m and s the means,
 * x = shrink x - (byMean m + byGradient g) / (sqrt(ofSquare s) + epsilon).
 */
export function moveByMoments(
  values: Float32Array,
  gradients: Float32Array,
  means: Float32Array,
  squares: Float32Array,
  { shrink, byMean, byGradient, ofSquare, newToMean, newToSquare, epsilon }: MomentStep,
): void {
  room ??= makeRoom()
  const { k, floats } = room
  for (let from = 0; from < values.length; from += portion) {
    const to = Math.min(from + portion, values.length)
    const count = to - from
    floats(x).set(values.subarray(from, to))
    floats(gradient).set(gradients.subarray(from, to))
    floats(mean).set(means.subarray(from, to))
    floats(square).set(squares.subarray(from, to))
    k.moveByMoments(
      x,
      gradient,
      mean,
      square,
      count,
      shrink,
      byMean,
      byGradient,
      ofSquare,
      newToMean,
      newToSquare,
      epsilon,
    )
    const whole = count === portion
    values.set(whole ? floats(x) : floats(x).subarray(0, count), from)
    means.set(whole ? floats(mean) : floats(mean).subarray(0, count), from)
    squares.set(whole ? floats(square) : floats(square).subarray(0, count), from)
  }
}
