import { keptNeurons } from "../dropout.js"
import type { Kernels } from "./kernels.js"
import type { Layout } from "./layout/layout.js"
import { blockSize } from "./layout/sizes.js"
import type { Stretch } from "./neurons/neuron-kernel.js"

/** Dropout on one thread: which neurons are silent in the present sample, and what that does to lists and gradients. */
export class Silencing {
  /** Spikes of each population that were not sent, so far. */
  private readonly taken: number[]
  private shares: Float64Array

  constructor(
    private readonly k: Kernels,
    private readonly memory: WebAssembly.Memory,
    private readonly layout: Layout,
    private readonly thread: number,
  ) {
    this.taken = layout.populations.map(() => 0)
    this.shares = new Float64Array(layout.populations.length)
  }

  /** Reads the shares of the present pass. */
  begin(): void {
    this.shares = new Float64Array(this.memory.buffer, this.layout.dropouts, this.layout.populations.length)
  }

  /** Draws for a sample. */
  draw(seed: number, sample: number): void {
    const { populations } = this.layout
    for (let p = 0; p < populations.length; p++) {
      this.taken[p] = 0
      if (this.shares[p] === 0) continue
      const { size } = populations[p]
      new Float32Array(this.memory.buffer, this.keptAt(p), size).set(keptNeurons(size, this.shares[p], seed, p, sample))
    }
  }

  /**
   * Takes spikes of silenced neurons out of the last steps of a population's list.
   *
   * @param listed spikes in the list
   * @returns spikes that the population had so far, sent or not
   */
  apply(index: number, listed: number, from: number, to: number): number {
    const all = this.had(index, listed)
    if (this.shares[index] > 0) {
      const { rows, at, offsets } = this.layout.populations[index].threads[this.thread]
      this.taken[index] += this.k.silence(rows, at, offsets, from, to, this.keptAt(index))
    }
    return all
  }

  /** Spikes that a population had of which so many are listed. */
  had(index: number, listed: number): number {
    return listed + this.taken[index]
  }

  /** Whether any neuron of a population is silent. */
  silences(index: number): boolean {
    return this.shares[index] > 0
  }

  /** Takes the gradient from silenced neurons of a block. */
  back(index: number, block: number, spikeGradient: number, { from, to }: Stretch): void {
    if (this.shares[index] === 0) return
    this.k.silenceGradient(spikeGradient, from, to, this.keptAt(index) + block * blockSize * 4)
  }

  private keptAt(index: number): number {
    return this.layout.populations[index].threads[this.thread].kept
  }
}
