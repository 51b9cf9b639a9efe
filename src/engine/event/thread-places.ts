import type { ConnectionLayout } from "./layout/connection.js"
import type { Layout } from "./layout/layout.js"
import { blockBytes, blockSize, stateBytes } from "./layout/sizes.js"
import type { BlockPlaces } from "./neurons/neuron-kernel.js"

/** Where the blocks of 16 neurons lie on one thread. */
export class ThreadPlaces {
  /** By population, first step and shard. */
  private readonly known = new Map<number, readonly BlockPlaces[]>()

  constructor(
    private readonly layout: Layout,
    private readonly thread: number,
  ) {}

  /** The blocks of a population; their gradients, of the stretch that begins at step `from`, and in the shard at `shard`. */
  blocks(index: number, from = 0, shard = 0): readonly BlockPlaces[] {
    const { populations, steps } = this.layout
    const key = (shard * (steps + 1) + from) * populations.length + index
    let blocks = this.known.get(key)
    if (!blocks) {
      blocks = Array.from({ length: populations[index].blocks }, (_, block) => this.find(index, block, from, shard))
      this.known.set(key, blocks)
    }
    return blocks
  }

  /** One of them; see {@link blocks}. */
  block(index: number, block: number, from = 0): BlockPlaces {
    return this.blocks(index, from)[block]
  }

  private find(index: number, block: number, from: number, shard: number): BlockPlaces {
    const { words, neuron, threads, gradientStride, spikeGradientStride } = this.layout.populations[index]
    const { table, tableStride, rowGradient, tapGradient } = this.layout.populations[index]
    const { slopes, spikeGradient, inputGradient, masks, states, inputs, trace } = threads[this.thread]
    const { steps, stride, scratch } = this.layout
    const { traceBytes = 0, gradientRows = 0 } = neuron!
    const own = slopes + block * stride
    // such that step `from` lies at the start of what holds one stretch
    const before = gradientStride < stride ? from * blockBytes : 0
    return {
      input: neuron!.inPlace ? own : inputs > 0 ? inputs + block * stride : scratch[this.thread].input,
      slopes: own,
      masks: masks + 2 * block,
      maskStride: 8 * words,
      spikeGradient: spikeGradient + block * spikeGradientStride - before,
      inputGradient: inputGradient + block * gradientStride - before,
      state: states + block * stateBytes,
      table: table + block * tableStride,
      tapGradient: shard + tapGradient,
      trace: trace + block * steps * traceBytes,
      rowGradient: shard + rowGradient + block * gradientRows * blockSize * 4,
    }
  }

  /** Bytes before a block of a connection's weights. */
  rowBytes({ from }: ConnectionLayout, block: number): number {
    return block * this.layout.populations[from].size * blockBytes
  }
}
