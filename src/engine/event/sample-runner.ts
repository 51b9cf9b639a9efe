import type { Loss } from "../engine.js"
import { decision, lossOfCounts } from "../loss.js"
import type { Kernels } from "./kernels.js"
import { blockSize, type ConnectionLayout, type Layout } from "./layout.js"

/** A list of spikes in memory. */
export interface SpikeList {
  readonly times: number
  readonly units: number
  readonly count: number
}

/** Runs one sample after another on one thread, forward and back; all of it in that thread's own buffers. */
export class SampleRunner {
  /** Spikes of each population in the sample that was run last. */
  readonly spikes: SpikeList[] = []
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
  forward(input: SpikeList): Float32Array {
    const { k, layout, thread } = this
    const { steps, stride, scratch } = layout
    this.lost = 0
    this.spikes[0] = input
    layout.populations.forEach((population, index) => {
      const { neuron, blocks } = population
      if (!neuron) return
      const incoming = this.incoming[index]
      for (const { from, delayed, delays, threads } of incoming) {
        const { times, units, count } = this.spikes[from]
        const { rows, offsets } = threads[thread]
        const { cursor } = scratch[thread]
        this.lost += k.deliver(times, units, count, delayed ? delays : 0, steps, rows, offsets, cursor)
      }
      const own = population.threads[thread]
      for (let block = 0; block < blocks; block++) {
        const membrane = own.slopes + block * stride
        const current = neuron.kernel.inPlace ? membrane : scratch[thread].input
        incoming.forEach(({ from, weights, threads }, position) => {
          const { rows, offsets } = threads[thread]
          const rowBytes = layout.populations[from].size * blockSize * 4
          k.accumulate(rows, offsets, steps, weights + block * rowBytes, current, position)
        })
        neuron.kernel.forward(k, current, membrane, steps, neuron.table)
        const { surrogate, threshold, width, scale } = neuron
        k.surrogate(surrogate, membrane, steps, threshold, width, scale, own.masks + 2 * block, 2 * blocks)
      }
      const count = k.collect(own.masks, steps, blocks, own.times, own.units)
      this.spikes[index] = { times: own.times, units: own.units, count }
    })
    const { units, count } = this.spikes[layout.populations.length - 1]
    this.counts.fill(0)
    for (const unit of new Uint16Array(this.memory.buffer, units, count)) this.counts[unit]++
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

  private populationBackward(index: number, shard: number): void {
    const { k, layout, thread, memory } = this
    const { steps, stride } = layout
    const { blocks, neuron, threads } = layout.populations[index]
    const { slopes, spikeGradient, inputGradient } = threads[thread]
    const { state } = layout.scratch[thread]
    const stateView = new Float32Array(memory.buffer, state, 32)
    const incoming = this.incoming[index]
    if (!this.written[index]) new Uint8Array(memory.buffer, spikeGradient, blocks * stride).fill(0)
    for (let block = 0; block < blocks; block++) {
      const at = block * stride
      stateView.fill(0)
      neuron!.kernel.backward(k, slopes + at, spikeGradient + at, inputGradient + at, steps, state, neuron!.table)
      for (const connection of incoming) {
        const { rows, offsets } = connection.threads[thread]
        const source = layout.populations[connection.from]
        const row = block * source.size * blockSize * 4
        k.weightGradient(rows, offsets, 0, steps, inputGradient + at, shard + connection.weightGradient + row)
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
        k.product(inputGradient, stride, blocks, weights, 0, evenSteps, out, connection.delayed ? 0 : add)
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
