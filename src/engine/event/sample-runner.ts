import type { Loss } from "../engine.js"
import { blockProduct, type ProductKind } from "./block-product.js"
import type { Kernels } from "./kernels.js"
import { blockSize, type ConnectionLayout, type Layout, stateBytes } from "./layout.js"
import type { BlockPlaces, Stretch } from "./neurons/neuron-kernel.js"
import { Output } from "./output.js"

/** The spikes of a sample as a data set has them: 16-bit times and units in order of time. */
export interface SampleSpikes {
  readonly times: number
  readonly units: number
  readonly count: number
}

/** Runs one sample after another on one thread, forward and back; all of it in that thread's own buffers. */
export class SampleRunner {
  /** Number of spikes of each population in the sample that was run last. */
  readonly spikeCounts: number[] = []
  /** How the largest products are worked out. */
  products: ProductKind = "exact"
  /** Spikes that delays pushed past the window in the sample that was run last. */
  lost = 0
  private readonly output: Output
  private readonly incoming: readonly (readonly ConnectionLayout[])[]
  /** Whether a population's spike gradient was written in this backward pass: the first connection writes, further ones add. */
  private readonly written: boolean[] = []

  /** The window in parts. */
  private readonly stretches: readonly Stretch[]

  constructor(
    private readonly k: Kernels,
    private readonly memory: WebAssembly.Memory,
    private readonly layout: Layout,
    private readonly thread: number,
  ) {
    this.output = new Output(k, memory, layout, thread)
    const { steps, stretchSteps } = layout
    this.stretches = Array.from({ length: Math.ceil(steps / stretchSteps) }, (_, i) => {
      return { from: i * stretchSteps, to: Math.min(steps, (i + 1) * stretchSteps), steps }
    })
    this.incoming = layout.populations.map((_, index) => layout.connections.filter((c) => c.to === index))
  }

  /** Runs the network on a sample and returns its output's scores (valid until the next call). */
  forward({ times, units, count }: SampleSpikes): Float32Array {
    const { k, layout, thread } = this
    const input = layout.populations[0].threads[thread]
    this.lost = 0
    k.arrange(times, units, count, layout.steps, input.rows, input.at, input.offsets)
    this.spikeCounts[0] = count
    for (let index = 1; index < layout.populations.length; index++) this.populationForward(index)
    return this.output.read(this.spikeCounts[layout.populations.length - 1])
  }

  /** Loss of the sample that was run last; `weight` is what it counts for in the gradient. */
  loss(label: number, loss: Loss, weight: number): { loss: number; correct: boolean } {
    return this.output.loss(label, loss, weight)
  }

  /**
   * Adds the gradients of the loss that was asked for last to the shard at `shard`. A stretch of steps goes back through all populations
   * before the one before it does: what one population hands to the next is still in the processor's cache.
   */
  backward(shard: number): void {
    const { layout, written } = this
    const last = layout.populations.length - 1
    for (let i = this.stretches.length - 1; i >= 0; i--) {
      written.fill(false, 0, last)
      written[last] = true
      for (let index = last; index > 0; index--) this.populationBackward(index, shard, this.stretches[i])
    }
    for (const connection of layout.connections) if (connection.trainedDelay) this.delayGradients(connection, shard)
  }

  private populationForward(index: number): void {
    const { k, layout, thread } = this
    const { steps, scratch } = layout
    const { neuron, blocks, words, threads } = layout.populations[index]
    const own = threads[thread]
    for (const { from, delayed, delays, threads } of this.incoming[index]) {
      if (!delayed) continue
      const source = layout.populations[from].threads[thread]
      const { rows, at, offsets } = threads[thread]
      const { cursor } = scratch[thread]
      this.lost += k.delaySpikes(source.rows, source.offsets, delays, steps, rows, at, offsets, cursor)
    }
    for (let block = 0; block < blocks; block++) {
      const places = this.places(index, block)
      for (const stretch of this.stretches) {
        this.accumulate(index, block, stretch, places.input)
        neuron!.forward(k, places, stretch)
      }
    }
    this.spikeCounts[index] = k.collect(own.masks, steps, words, own.rows, own.at, own.offsets)
  }

  /** Sums the weighted input of a block. */
  private accumulate(index: number, block: number, stretch: Stretch, input: number): void {
    const { k, thread } = this
    const incoming = this.incoming[index]
    for (let c = 0; c < incoming.length; c++) {
      const { weights, threads } = incoming[c]
      const { rows, at, offsets } = threads[thread]
      const own = weights + this.rowBytes(incoming[c], block)
      k.accumulate(rows, at, offsets, stretch.from, stretch.to, own, input, c)
    }
  }

  private populationBackward(index: number, shard: number, stretch: Stretch): void {
    const { k, layout, thread } = this
    const { blocks, neuron } = layout.populations[index]
    const incoming = this.incoming[index]
    if (!this.written[index]) this.clearSpikeGradient(index)
    for (let block = 0; block < blocks; block++) {
      const places = this.places(index, block, stretch.from, shard)
      if (neuron!.filter?.trained) this.accumulate(index, block, stretch, places.input)
      neuron!.backward(k, places, stretch)
      for (const connection of incoming) {
        const { rows, at, offsets } = connection.threads[thread]
        const gradient = shard + connection.weightGradient + this.rowBytes(connection, block)
        k.weightGradient(rows, at, offsets, stretch.from, stretch.to, places.inputGradient, gradient)
      }
    }
    for (const connection of incoming) this.connectionBackward(connection, stretch)
  }

  /** Brings the gradient of a connection's input to the spikes of its source. */
  private connectionBackward(connection: ConnectionLayout, stretch: Stretch): void {
    const { k, memory, thread, written } = this
    const { stride, populations, scratch } = this.layout
    const { from, to, delayed, delays, threads } = connection
    const source = populations[from]
    if (!source.neuron) return
    const add = written[from]
    written[from] = true
    const start = stretch.from * blockSize * 4
    const product = blockProduct(
      this.products,
      { k, memory, scratch: scratch[thread] },
      connection,
      populations[to],
      this.places(to, 0, stretch.from).inputGradient + start,
      stretch.to - stretch.from,
      add && !delayed,
    )
    for (let block = 0; block < source.blocks; block++) {
      const { spikeGradient } = this.places(from, block, stretch.from)
      if (!delayed) {
        product(block, spikeGradient + start)
        continue
      }
      const arrived = threads[thread].arrived + block * stride
      product(block, arrived + start)
      const own = delays + block * blockSize * 4
      k.unshift(arrived, own, stretch.from, stretch.to, stretch.steps, spikeGradient, add ? 1 : 0)
    }
  }

  /** Adds the gradient of trained delays, once the whole window's gradients are there. */
  private delayGradients(connection: ConnectionLayout, shard: number): void {
    const { k, layout, thread } = this
    const { steps, stride, populations } = layout
    const { from, to, ahead, weights, threads } = connection
    const { rows, offsets, arrived } = threads[thread]
    const gradient = shard + connection.delayGradient
    if (populations[from].neuron) {
      k.delayGradient(rows, offsets, steps, arrived, stride, ahead, gradient)
      return
    }
    for (let block = 0; block < populations[to].blocks; block++) {
      const { inputGradient } = this.places(to, block)
      const own = weights + this.rowBytes(connection, block)
      k.delayGradientAtSpikes(rows, offsets, steps, inputGradient, own, ahead, gradient)
    }
  }

  private clearSpikeGradient(index: number): void {
    const { blocks, gradientStride, threads } = this.layout.populations[index]
    const { spikeGradient } = threads[this.thread]
    this.k.clear(spikeGradient, blocks * gradientStride)
  }

  /** Bytes before a block of a connection's weights. */
  private rowBytes({ from }: ConnectionLayout, block: number): number {
    return block * this.layout.populations[from].size * blockSize * 4
  }

  /** Where a block of a population lies on this thread; its gradients, of the stretch that begins at step `from`. */
  private places(index: number, block: number, from = 0, shard = 0): BlockPlaces {
    const { words, neuron, table, threads, tapGradient, gradientStride } = this.layout.populations[index]
    const { slopes, spikeGradient, inputGradient, masks, states } = threads[this.thread]
    const { stride, scratch } = this.layout
    const own = slopes + block * stride
    // such that step `from` lies at the start of what holds one stretch
    const gradient = block * gradientStride - (gradientStride < stride ? from * blockSize * 4 : 0)
    return {
      input: neuron!.inPlace ? own : scratch[this.thread].input,
      slopes: own,
      masks: masks + 2 * block,
      maskStride: 8 * words,
      spikeGradient: spikeGradient + gradient,
      inputGradient: inputGradient + gradient,
      state: states + block * stateBytes,
      table,
      tapGradient: shard + tapGradient,
    }
  }
}
