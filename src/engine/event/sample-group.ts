import type { ProductKind } from "./block-product.js"
import { CycleRunner } from "./cycles/cycle-runner.js"
import { addDelayGradients } from "./delay-gradients.js"
import type { Kernels } from "./kernels.js"
import type { Layout } from "./layout/layout.js"
import { SampleRunner, type SampleSpikes } from "./sample-runner.js"

/** Runs samples on one thread, forward and back: one at a time, or as many as a network with cycles has lanes side by side. */
export class SampleGroup {
  readonly lanes: readonly SampleRunner[]
  private readonly cycles: CycleRunner
  /** Lanes that have a sample. */
  private samples = 0

  constructor(
    k: Kernels,
    memory: WebAssembly.Memory,
    private readonly layout: Layout,
    thread: number,
  ) {
    const { lanes } = layout
    this.lanes = Array.from({ length: lanes }, (_, lane) => new SampleRunner(k, memory, layout, thread * lanes + lane))
    this.cycles = new CycleRunner(this.lanes)
  }

  /** What holds for a pass: what is drawn from, and how the largest products are worked out. */
  begin(seed: number, products: ProductKind = "exact"): void {
    for (const lane of this.lanes) {
      lane.sending.begin(seed)
      lane.back.products = products
    }
  }

  /** Runs the network on samples, at most one a lane. */
  forward(samples: readonly SampleSpikes[]): void {
    this.samples = samples.length
    samples.forEach((sample, lane) => void this.lanes[lane].enter(sample))
    for (const part of this.layout.parts.slice(1)) {
      if (part.cyclic) this.cycles.forward(part, samples.length)
      else for (const lane of this.used()) lane.populationForward(part.populations[0])
    }
  }

  /**
   * Adds the gradients of the losses that were asked for last to the shard at `shard`. A stretch of steps goes back through all populations
   * before the one before it does: what one population hands to the next is still in the processor's cache.
   */
  backward(shard: number): void {
    const { parts, stretches } = this.layout
    const used = this.used()
    for (let i = stretches.length - 1; i >= 0; i--) {
      for (let p = parts.length - 1; p > 0; p--) {
        const part = parts[p]
        if (part.cyclic) this.cycles.backward(part, shard, stretches[i], this.samples)
        else for (const lane of used) lane.populationBackward(part.populations[0], shard, stretches[i])
      }
    }
    for (const lane of used) addDelayGradients(lane, shard)
  }

  private used(): readonly SampleRunner[] {
    return this.lanes.slice(0, this.samples)
  }
}
