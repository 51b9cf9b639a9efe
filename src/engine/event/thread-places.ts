import type { ConnectionLayout } from "./layout/connection.js"
import type { Layout } from "./layout/layout.js"
import { blockBytes, blockSize, stateBytes } from "./layout/sizes.js"
import type { BlockPlaces } from "./neurons/neuron-kernel.js"

/** Where the blocks of 16 neurons lie on one thread. */
export class ThreadPlaces {
  constructor(
    private readonly layout: Layout,
    private readonly thread: number,
  ) {}

  /** All blocks of a population; see {@link block}. */
  blocks(index: number, from = 0, shard = 0): BlockPlaces[] {
    const { blocks } = this.layout.populations[index]
    return Array.from({ length: blocks }, (_, block) => this.block(index, block, from, shard))
  }

  /** A block of a population; its gradients, of the stretch that begins at step `from`, and in the shard at `shard`. */
  block(index: number, block: number, from = 0, shard = 0): BlockPlaces {
    const { words, neuron, threads, gradientStride } = this.layout.populations[index]
    const { table, tableStride, rowGradient, tapGradient } = this.layout.populations[index]
    const { slopes, spikeGradient, inputGradient, masks, states, inputs, trace } = threads[this.thread]
    const { steps, stride, scratch } = this.layout
    const { traceBytes = 0, gradientRows = 0 } = neuron!
    const own = slopes + block * stride
    // such that step `from` lies at the start of what holds one stretch
    const gradient = block * gradientStride - (gradientStride < stride ? from * blockBytes : 0)
    return {
      input: neuron!.inPlace ? own : inputs > 0 ? inputs + block * stride : scratch[this.thread].input,
      slopes: own,
      masks: masks + 2 * block,
      maskStride: 8 * words,
      spikeGradient: spikeGradient + gradient,
      inputGradient: inputGradient + gradient,
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
