import type { Loss } from "../engine.js"
import type { Kernels } from "./kernels.js"
import { blockSize, type ConnectionLayout, type Layout } from "./layout.js"
import type { BlockPlaces, NeuronKernel, Stretch } from "./neurons/neuron-kernel.js"
import { Output } from "./output.js"

/** Steps that are worked on at a time: their input, slopes and gradients of one block stay in the processor's first cache. */
const stretchSteps = 128

/** The spikes of a sample as a data set has them: 16-bit times and units in order of time. */
export interface SampleSpikes {
  readonly times: number
  readonly units: number
  readonly count: number
}

type BlockProduct = (block: number, out: number, add: number) => void

/** Runs one sample after another on one thread, forward and back; all of it in that thread's own buffers. */
export class SampleRunner {
  /** Number of spikes of each population in the sample that was run last. */
  readonly spikeCounts: number[] = []
  /** Whether products are worked out in 16-bit integers. */
  fast = false
  /** Spikes that delays pushed past the window in the sample that was run last. */
  lost = 0
  private readonly output: Output
  private readonly incoming: readonly (readonly ConnectionLayout[])[]
  /** Whether a population's spike gradient was written in this backward pass: the first connection writes, further ones add. */
  private readonly written: boolean[] = []

  private readonly window: readonly Stretch[]
  private readonly windowInStretches: readonly Stretch[]

  constructor(
    private readonly k: Kernels,
    private readonly memory: WebAssembly.Memory,
    private readonly layout: Layout,
    private readonly thread: number,
  ) {
    this.output = new Output(memory, layout, thread)
    const { steps } = layout
    this.window = [{ from: 0, to: steps, steps }]
    this.windowInStretches = Array.from({ length: Math.ceil(steps / stretchSteps) }, (_, i) => {
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

  /** Adds the gradients of the loss that was asked for last to the shard at `shard`. */
  backward(shard: number): void {
    this.written.fill(false, 0, this.layout.populations.length)
    this.written[this.layout.populations.length - 1] = true
    for (let index = this.layout.populations.length - 1; index > 0; index--) this.populationBackward(index, shard)
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
      for (const stretch of this.stretches(neuron!)) {
        this.accumulate(index, block, stretch, places.input)
        neuron!.forward(k, places, stretch)
      }
    }
    this.spikeCounts[index] = k.collect(own.masks, steps, words, own.rows, own.at, own.offsets)
  }

  /** Sums the weighted input of a block. */
  private accumulate(index: number, block: number, stretch: Stretch, input: number): void {
    const { k, layout, thread } = this
    const incoming = this.incoming[index]
    for (let c = 0; c < incoming.length; c++) {
      const { from, weights, threads } = incoming[c]
      const { rows, at, offsets } = threads[thread]
      const rowBytes = layout.populations[from].size * blockSize * 4
      k.accumulate(rows, at, offsets, stretch.from, stretch.to, weights + block * rowBytes, input, c)
    }
  }

  private populationBackward(index: number, shard: number): void {
    const { k, layout, thread, memory } = this
    const { steps, stride } = layout
    const { blocks, neuron, threads } = layout.populations[index]
    const { spikeGradient } = threads[thread]
    const incoming = this.incoming[index]
    if (!this.written[index]) new Uint8Array(memory.buffer, spikeGradient, blocks * stride).fill(0)
    for (let block = 0; block < blocks; block++) {
      const places = this.places(index, block, shard)
      const rowOf = (connection: ConnectionLayout) => block * layout.populations[connection.from].size * blockSize * 4
      const stretches = this.stretches(neuron!)
      for (let i = stretches.length - 1; i >= 0; i--) {
        const stretch = stretches[i]
        if (neuron!.filter?.trained) this.accumulate(index, block, stretch, places.input)
        neuron!.backward(k, places, stretch)
        for (const connection of incoming) {
          const { rows, at, offsets } = connection.threads[thread]
          const gradient = shard + connection.weightGradient + rowOf(connection)
          k.weightGradient(rows, at, offsets, stretch.from, stretch.to, places.inputGradient, gradient)
        }
      }
      for (const connection of incoming) {
        if (!connection.trainedDelay || layout.populations[connection.from].neuron) continue
        const { rows, offsets } = connection.threads[thread]
        const weights = connection.weights + rowOf(connection)
        const delays = shard + connection.delayGradient
        k.delayGradientAtSpikes(rows, offsets, steps, places.inputGradient, weights, connection.ahead, delays)
      }
    }
    for (const connection of incoming) {
      const source = layout.populations[connection.from]
      if (!source.neuron) continue
      const { rows, offsets, arrived } = connection.threads[thread]
      const target = source.threads[thread].spikeGradient
      const add = this.written[connection.from] ? 1 : 0
      this.written[connection.from] = true
      const product = this.product(connection)
      for (let block = 0; block < source.blocks; block++) {
        const out = (connection.delayed ? arrived : target) + block * stride
        product(block, out, connection.delayed ? 0 : add)
        if (connection.delayed) {
          k.unshift(out, connection.delays + block * blockSize * 4, steps, target + block * stride, add)
        }
      }
      if (connection.trainedDelay) {
        k.delayGradient(rows, offsets, steps, arrived, stride, connection.ahead, shard + connection.delayGradient)
      }
    }
  }

  /** What brings input gradients of a connection's target to the spikes of its source, a block of the source at a time. */
  private product({ to, transposed, pairs, worth, gradientBound }: ConnectionLayout): BlockProduct {
    const { k, fast, memory, thread } = this
    const { stride, populations, scratch } = this.layout
    const { size, blocks, threads } = populations[to]
    const { inputGradient } = threads[thread]
    const steps = stride / (4 * blockSize)
    const numbers = blocks * blockSize * blockSize
    if (!fast) {
      return (block, out, add) =>
        k.product(inputGradient, stride, size, transposed + 4 * block * numbers, steps, out, add)
    }
    const { gradient, scales } = scratch[thread]
    const [bound] = new Float32Array(memory.buffer, gradientBound, 1)
    k.quantise(inputGradient, stride, blocks, steps, bound, gradient, scales)
    const words = (blocks * blockSize) / 2
    return (block, out, add) =>
      k.fastProduct(
        gradient,
        scales,
        words,
        pairs + 2 * block * numbers,
        worth + 4 * block * blockSize,
        steps,
        out,
        add,
      )
  }

  private stretches({ whole }: NeuronKernel): readonly Stretch[] {
    return whole ? this.window : this.windowInStretches
  }

  /** Where a block of a population lies on this thread. */
  private places(index: number, block: number, shard = 0): BlockPlaces {
    const { words, neuron, table, threads, tapGradient } = this.layout.populations[index]
    const { slopes, spikeGradient, inputGradient, masks } = threads[this.thread]
    const { input, state } = this.layout.scratch[this.thread]
    const start = block * this.layout.stride
    return {
      input: neuron!.inPlace ? slopes + start : input,
      slopes: slopes + start,
      masks: masks + 2 * block,
      maskStride: 8 * words,
      spikeGradient: spikeGradient + start,
      inputGradient: inputGradient + start,
      state,
      table,
      tapGradient: shard + tapGradient,
    }
  }
}
