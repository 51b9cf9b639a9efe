import type { Loss } from "../engine.js"
import { decision, lossOfCounts } from "../loss.js"
import type { Kernels } from "./kernels.js"
import { blockSize, type ConnectionLayout, type Layout } from "./layout.js"

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
  /** Spikes that delays pushed past the window in the sample that was run last. */
  lost = 0
  private readonly counts: Float32Array
  private readonly countGradient: Float32Array
  private readonly incoming: readonly (readonly ConnectionLayout[])[]
  /** Whether a population's spike gradient was written in this backward pass: the first connection writes, further ones add. */
  private readonly written: boolean[] = []

  constructor(
    private readonly k: Kernels,
    private readonly memory: WebAssembly.Memory,
    private readonly layout: Layout,
    private readonly thread: number,
  ) {
    this.counts = new Float32Array(layout.classes)
    this.countGradient = new Float32Array(layout.classes)
    this.incoming = layout.populations.map((_, index) => layout.connections.filter((c) => c.to === index))
  }

  /** Runs the network on a sample and returns its output counts (valid until the next call). */
  forward({ times, units, count }: SampleSpikes): Float32Array {
    const { k, layout, thread } = this
    const input = layout.populations[0].threads[thread]
    this.lost = 0
    k.arrange(times, units, count, layout.steps, input.rows, input.offsets)
    this.spikeCounts[0] = count
    for (let index = 1; index < layout.populations.length; index++) this.populationForward(index)
    const last = layout.populations.length - 1
    const { rows } = layout.populations[last].threads[thread]
    this.counts.fill(0)
    for (const row of new Uint32Array(this.memory.buffer, rows, this.spikeCounts[last])) this.counts[row >> 6]++
    return this.counts
  }

  /** Loss of the sample that was run last; its gradients, times `weight`, are added to the shard at `shard`. */
  backward(label: number, loss: Loss, weight: number, shard: number): { loss: number; correct: boolean } {
    const value = lossOfCounts(loss, this.counts, label, this.layout.steps, this.countGradient)
    for (let k = 0; k < this.countGradient.length; k++) this.countGradient[k] *= weight
    this.fillOutputGradient()
    this.written.fill(false, 0, this.layout.populations.length)
    this.written[this.layout.populations.length - 1] = true
    for (let index = this.layout.populations.length - 1; index > 0; index--) this.populationBackward(index, shard)
    return { loss: value, correct: decision(this.counts) === label }
  }

  private populationForward(index: number): void {
    const { k, layout, thread } = this
    const { steps, stride, scratch } = layout
    const { neuron, blocks, words, table, threads } = layout.populations[index]
    const own = threads[thread]
    const incoming = this.incoming[index]
    for (const { from, delayed, delays, threads } of incoming) {
      if (!delayed) continue
      const source = layout.populations[from].threads[thread]
      const { rows, offsets } = threads[thread]
      const { cursor } = scratch[thread]
      this.lost += k.delaySpikes(source.rows, source.offsets, delays, steps, rows, offsets, cursor)
    }
    for (let block = 0; block < blocks; block++) {
      const out = own.slopes + block * stride
      const input = neuron!.inPlace ? out : scratch[thread].input
      for (let c = 0; c < incoming.length; c++) {
        const { from, weights, threads } = incoming[c]
        const { rows, offsets } = threads[thread]
        const rowBytes = layout.populations[from].size * blockSize * 4
        k.accumulate(rows, offsets, steps, weights + block * rowBytes, input, c)
      }
      neuron!.forward(k, input, out, steps, { at: own.masks + 2 * block, stride: 8 * words }, table)
    }
    this.spikeCounts[index] = k.collect(own.masks, steps, words, own.rows, own.offsets)
  }

  private populationBackward(index: number, shard: number): void {
    const { k, layout, thread, memory } = this
    const { steps, stride } = layout
    const { size, blocks, neuron, table, threads } = layout.populations[index]
    const { slopes, spikeGradient, inputGradient } = threads[thread]
    const incoming = this.incoming[index]
    if (!this.written[index]) new Uint8Array(memory.buffer, spikeGradient, blocks * stride).fill(0)
    for (let block = 0; block < blocks; block++) {
      const at = block * stride
      neuron!.backward(k, slopes + at, spikeGradient + at, inputGradient + at, steps, table)
      for (const connection of incoming) {
        const { rows, offsets } = connection.threads[thread]
        const source = layout.populations[connection.from]
        const row = block * source.size * blockSize * 4
        k.weightGradient(rows, offsets, steps, inputGradient + at, shard + connection.weightGradient + row)
        if (connection.trainedDelay && !source.neuron) {
          const gradient = shard + connection.delayGradient
          k.delayGradientAtSpikes(rows, offsets, steps, inputGradient + at, connection.weights + row, gradient)
        }
      }
    }
    for (const connection of incoming) {
      const source = layout.populations[connection.from]
      if (!source.neuron) continue
      const evenSteps = stride / (blockSize * 4)
      const { rows, offsets, arrived } = connection.threads[thread]
      const target = source.threads[thread].spikeGradient
      const add = this.written[connection.from] ? 1 : 0
      this.written[connection.from] = true
      for (let block = 0; block < source.blocks; block++) {
        const weights = connection.transposed + block * blocks * blockSize * blockSize * 4
        const out = (connection.delayed ? arrived : target) + block * stride
        k.product(inputGradient, stride, size, weights, evenSteps, out, connection.delayed ? 0 : add)
        if (connection.delayed) {
          k.unshift(out, connection.delays + block * blockSize * 4, steps, target + block * stride, add)
        }
      }
      if (connection.trainedDelay) {
        k.delayGradient(rows, offsets, steps, arrived, stride, shard + connection.delayGradient)
      }
    }
  }

  /** The losses here see counts only, so their gradient is the same at each step. */
  private fillOutputGradient(): void {
    const { populations, stride, steps } = this.layout
    const { threads, blocks } = populations[populations.length - 1]
    for (let block = 0; block < blocks; block++) {
      const at = threads[this.thread].spikeGradient + block * stride
      const view = new Float32Array(this.memory.buffer, at, steps * blockSize)
      const values = this.countGradient.subarray(block * blockSize, (block + 1) * blockSize)
      view.fill(0, 0, blockSize)
      view.set(values)
      for (let done = blockSize; done < view.length; done *= 2)
        view.copyWithin(done, 0, Math.min(done, view.length - done))
    }
  }
}
