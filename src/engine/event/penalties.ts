import { type Bound, boundsIn, numbersOfBounds, penaltyOf } from "../activity.js"
import type { Kernels } from "./kernels.js"
import type { Layout } from "./layout/layout.js"
import { blockSize } from "./layout/sizes.js"
import type { Stretch } from "./neurons/neuron-kernel.js"

/** Bounds of activity on one thread: counts of the present sample, what they cost, and the gradient of that. */
export class Penalties {
  private bounds: readonly (readonly Bound[])[]
  private readonly counts: readonly Int32Array[]

  constructor(
    private readonly k: Kernels,
    private readonly memory: WebAssembly.Memory,
    private readonly layout: Layout,
    private readonly thread: number,
  ) {
    this.counts = layout.populations.map(({ size }) => new Int32Array(size))
    this.bounds = layout.populations.map(() => [])
  }

  /** Reads the bounds of the present pass. */
  begin(): void {
    const { bounds, populations } = this.layout
    this.bounds = populations.map((_, p) =>
      boundsIn(new Float64Array(this.memory.buffer, bounds + p * numbersOfBounds * 8, numbersOfBounds)),
    )
  }

  /** Whether a population's activity costs anything. */
  isBounded(index: number): boolean {
    return this.bounds[index].length > 0
  }

  /** Forgets the sample before. */
  clear(): void {
    for (let p = 0; p < this.counts.length; p++) if (this.bounds[p].length > 0) this.counts[p].fill(0)
  }

  /** Counts the spikes of steps from `from` on in a population's list. */
  count(index: number, listed: number, from: number): void {
    if (this.bounds[index].length === 0) return
    const { rows, offsets } = this.layout.populations[index].threads[this.thread]
    const first = from === 0 ? 0 : new Int32Array(this.memory.buffer, offsets, from + 1)[from]
    const fired = new Uint32Array(this.memory.buffer, rows + 4 * first, listed - first)
    const counts = this.counts[index]
    for (let i = 0; i < fired.length; i++) counts[fired[i] >> 6]++
  }

  /**
   * What a population's activity in the present sample adds to the loss; the gradient, times `weight`, is kept for the way back.
   */
  of(index: number, weight: number): number {
    const bounds = this.bounds[index]
    if (bounds.length === 0) return 0
    const gradient = new Float32Array(this.memory.buffer, this.pushAt(index), this.counts[index].length).fill(0)
    const penalty = penaltyOf(bounds, this.counts[index], gradient)
    for (let i = 0; i < gradient.length; i++) gradient[i] *= weight
    return penalty
  }

  /** Adds the gradient of a block, the same at each step. */
  back(index: number, block: number, spikeGradient: number, { from, to }: Stretch): void {
    if (this.bounds[index].length === 0) return
    this.k.addToSteps(spikeGradient, from, to, this.pushAt(index) + block * blockSize * 4)
  }

  private pushAt(index: number): number {
    return this.layout.populations[index].threads[this.thread].push
  }
}
