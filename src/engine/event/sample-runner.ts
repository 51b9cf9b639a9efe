import type { Loss } from "../engine.js"
import { type BlockProduct, blockProduct, type ProductKind, sparseBlockProduct } from "./block-product.js"
import { type Back, type Held, heldOf } from "./held/held.js"
import type { Kernels } from "./kernels.js"
import type { ConnectionLayout } from "./layout/connection.js"
import type { Layout } from "./layout/layout.js"
import { blockSize, stateBytes } from "./layout/sizes.js"
import type { BlockPlaces, Stretch } from "./neurons/neuron-kernel.js"
import { Output } from "./output.js"
import { Penalties } from "./penalties.js"
import type { ListProbes } from "./probes.js"
import { Silencing } from "./silencing.js"

/** The spikes of a sample as a data set has them: 16-bit times and units in order of time. */
export interface SampleSpikes {
  readonly times: number
  readonly units: number
  readonly count: number
  /** Number of the sample in its data. */
  readonly number: number
}

/** Runs one sample after another on one thread, forward and back; all of it in that thread's own buffers. */
export class SampleRunner {
  /** Number of spikes of each population in the sample that was run last. */
  readonly spikeCounts: number[] = []
  readonly silencing: Silencing
  readonly penalties: Penalties
  /** How the largest products are worked out. */
  products: ProductKind = "exact"
  /** What is put on populations' spikes, and what it draws from. */
  probes?: ListProbes
  seed = 0
  /** Number of the present sample in its data. */
  number = 0
  /** Spikes that delays pushed past the window in the sample that was run last. */
  lost = 0
  private readonly output: Output
  /** Those whose delays hold back something else than a list of spikes. */
  readonly held: ReadonlyMap<ConnectionLayout, Held>
  private readonly incoming: readonly (readonly ConnectionLayout[])[]
  /** Whether a population's spike gradient was written in this backward pass: the first connection writes, further ones add. */
  readonly written: boolean[] = []

  constructor(
    readonly k: Kernels,
    readonly memory: WebAssembly.Memory,
    readonly layout: Layout,
    readonly thread: number,
  ) {
    this.output = new Output(k, memory, layout, thread)
    this.silencing = new Silencing(k, memory, layout, thread)
    this.penalties = new Penalties(k, memory, layout, thread)
    this.held = new Map(
      layout.connections.flatMap((connection) => {
        const held = heldOf({ k, memory, layout, connection, thread })
        return held ? [[connection, held] as const] : []
      }),
    )
    this.incoming = layout.populations.map((_, index) => layout.connections.filter((c) => c.to === index))
  }

  /** Lists the spikes of a sample as those of the input. */
  enter({ times, units, count, number }: SampleSpikes): void {
    const { k, layout, thread } = this
    const input = layout.populations[0].threads[thread]
    this.lost = 0
    k.arrange(times, units, count, layout.steps, input.rows, input.at, input.offsets)
    this.number = number
    this.silencing.draw(this.seed, number)
    this.penalties.clear()
    this.spikeCounts[0] = this.sent(0, count)
  }

  /** The output's scores, once all populations were run (valid until the next call). */
  read(): Float32Array {
    return this.output.read(this.spikeCounts[this.layout.populations.length - 1])
  }

  /** Loss of the sample that was run last; `weight` is what it counts for in the gradient. */
  loss(label: number, loss: Loss, weight: number): { loss: number; correct: boolean } {
    return this.output.loss(label, loss, weight)
  }

  /** Of a stretch of steps on the way back, only the output's gradient is there at first. */
  beginStretch(): void {
    const last = this.layout.populations.length - 1
    this.written.fill(false, 0, last)
    this.written[last] = true
  }

  /** Runs a population outside of cycles. */
  populationForward(index: number): void {
    const { k, layout, thread } = this
    const { steps } = layout
    const { neuron, blocks, words, threads } = layout.populations[index]
    const own = threads[thread]
    for (const connection of this.incoming[index]) this.deliver(connection)
    for (let block = 0; block < blocks; block++) {
      const places = this.places(index, block)
      for (const stretch of layout.stretches) {
        this.accumulate(this.incoming[index], block, stretch, places.input)
        neuron!.forward(k, places, stretch)
      }
    }
    const count = k.collect(own.masks, 0, steps, words, own.rows, own.at, own.offsets)
    this.spikeCounts[index] = this.sent(index, count)
  }

  /** Counts the spikes of a population whose list is complete. */
  countSpikes(index: number): void {
    this.spikeCounts[index] = this.silencing.had(index, this.listed(index, this.layout.steps))
  }

  /** Spikes of a population that are listed of the steps before a step. */
  listed(index: number, step: number): number {
    return new Int32Array(this.memory.buffer, this.layout.populations[index].threads[this.thread].offsets, step + 1)[
      step
    ]
  }

  /** Makes a list what is sent of it. @returns how many spikes there were, those of silenced neurons among them */
  private sent(index: number, count: number): number {
    const probed = this.probes?.apply(index, count, this.seed, this.number) ?? count
    this.penalties.count(index, probed, 0)
    return this.silencing.apply(index, probed, 0, this.layout.steps)
  }

  /** Lists the spikes of a source outside of cycles as they arrive. */
  deliver(connection: ConnectionLayout): void {
    const { k, layout, thread } = this
    const { from, delayed, delays, threads } = connection
    this.lost += this.held.get(connection)?.lost() ?? 0
    if (!delayed) return
    const source = layout.populations[from].threads[thread]
    const { rows, at, offsets } = threads[thread]
    const { cursor } = layout.scratch[thread]
    this.lost += k.delaySpikes(source.rows, source.offsets, delays, layout.steps, rows, at, offsets, cursor)
  }

  /** Sums the weighted input of a block. */
  accumulate(incoming: readonly ConnectionLayout[], block: number, stretch: Stretch, input: number): void {
    const { k, thread } = this
    for (let c = 0; c < incoming.length; c++) {
      const held = this.held.get(incoming[c])
      if (held) {
        held.forward(block, input, c, stretch)
        continue
      }
      const { weights, threads } = incoming[c]
      const { rows, at, offsets } = threads[thread]
      const own = weights + this.rowBytes(incoming[c], block)
      k.accumulate(rows, at, offsets, stretch.from, stretch.to, own, input, c)
    }
  }

  /** A stretch of a population outside of cycles; adds to the shard at `shard`. */
  populationBackward(index: number, shard: number, stretch: Stretch): void {
    const { k, layout } = this
    const { blocks, neuron } = layout.populations[index]
    const incoming = this.incoming[index]
    this.beginSpikeGradient(index)
    for (let block = 0; block < blocks; block++) {
      const places = this.places(index, block, stretch.from, shard)
      this.backToFired(index, block, places.spikeGradient, stretch)
      neuron!.backward(k, places, stretch)
      neuron!.filterGradient?.(k, places, stretch.to)
      for (const connection of incoming) this.weightGradient(connection, block, places.inputGradient, shard, stretch)
    }
    for (const connection of incoming) this.connectionBackward(connection, stretch)
  }

  /** Whether anything lies between the spikes of a population as they fall and as they are sent, besides a probe. */
  isChanged(index: number): boolean {
    return this.silencing.silences(index) || this.penalties.isBounded(index)
  }

  /** Makes the spikes that are listed for the last steps of a population in a cycle what is sent of them. */
  sendStretch(index: number, { from, to }: Stretch): void {
    const listed = this.listed(index, to)
    this.penalties.count(index, listed, from)
    this.silencing.apply(index, listed, from, to)
  }

  /** Makes the gradient of a block's spikes as they are sent that of the spikes as they fell. */
  backToFired(index: number, block: number, spikeGradient: number, stretch: Stretch): void {
    this.silencing.back(index, block, spikeGradient, stretch)
    this.penalties.back(index, block, spikeGradient, stretch)
  }

  /** Adds the gradient of a block of a connection's weights, and of held delays. */
  weightGradient(
    connection: ConnectionLayout,
    block: number,
    inputGradient: number,
    shard: number,
    stretch: Stretch,
  ): void {
    const held = this.held.get(connection)
    if (held) {
      held.gradients(block, inputGradient, shard, stretch)
      return
    }
    const { from, to } = stretch
    const { rows, at, offsets } = connection.threads[this.thread]
    const gradient = shard + connection.weightGradient + this.rowBytes(connection, block)
    this.k.weightGradient(rows, at, offsets, from, to, inputGradient, gradient)
  }

  /** Brings the gradient of a connection's input to the spikes of its source. */
  connectionBackward(connection: ConnectionLayout, stretch: Stretch): void {
    const { k, thread, written } = this
    const { stride, populations } = this.layout
    const { from, to, delayed, delays, threads } = connection
    const source = populations[from]
    if (!source.neuron) return
    const add = written[from]
    written[from] = true
    const start = stretch.from * blockSize * 4
    const back = this.held.get(connection)?.back
    const product =
      back?.kind === "instead"
        ? this.passBack(back, to, add, stretch)
        : this.product(connection, stretch, add && !delayed && back?.kind !== "after", back)
    for (let block = 0; block < source.blocks; block++) {
      const { spikeGradient } = this.places(from, block, stretch.from)
      if (back?.kind === "after") {
        const arrived = threads[thread].arrived + block * stride
        product(block, arrived + start)
        back.hold(block, arrived, spikeGradient, add ? 1 : 0, stretch)
        continue
      }
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

  /** Adds the gradients of trained delays, once the whole window's gradients are there. */
  delayGradients(shard: number): void {
    for (const connection of this.layout.connections) {
      if (connection.held) this.held.get(connection)!.delayGradients?.(shard)
      else if (connection.trainedDelay) this.delayGradient(connection, shard)
    }
  }

  private delayGradient(connection: ConnectionLayout, shard: number): void {
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

  /** Clears the gradient of a population's spikes, unless something is in it. */
  beginSpikeGradient(index: number): void {
    if (this.written[index]) return
    this.written[index] = true
    const { blocks, gradientStride, threads } = this.layout.populations[index]
    const { spikeGradient } = threads[this.thread]
    this.k.clear(spikeGradient, blocks * gradientStride)
  }

  /** Bytes before a block of a connection's weights. */
  rowBytes({ from }: ConnectionLayout, block: number): number {
    return block * this.layout.populations[from].size * blockSize * 4
  }

  /** What brings input gradients of a connection's target to the spikes of its source, a block of the source at a time. */
  private product(connection: ConnectionLayout, { from, to }: Stretch, add: boolean, back?: Back): BlockProduct {
    const { k, memory, thread, layout } = this
    const target = layout.populations[connection.to]
    const parts = { k, memory, scratch: layout.scratch[thread] }
    const [gradient, stride] =
      back?.kind === "before"
        ? [back.gradient, back.stride]
        : [this.places(connection.to, 0, from).inputGradient + from * blockSize * 4, target.gradientStride]
    const upper = { ...target, gradientStride: stride }
    const whole = () => blockProduct(this.products, parts, connection, upper, gradient, to - from, add)
    // a delay's gradient, and what delays bring elsewhere, is asked for in all steps
    if (!layout.populations[connection.from].compact || connection.delayed || back?.kind === "after") return whole()
    const slopes = (block: number) => this.places(connection.from, block).slopes + from * blockSize * 4
    const { size } = layout.populations[connection.from]
    return sparseBlockProduct(this.products, parts, connection, upper, slopes, size, gradient, to - from, add, whole)
  }

  /** The same where each pair has its delay. */
  private passBack(
    { begin, pass }: Back & { kind: "instead" },
    to: number,
    add: boolean,
    stretch: Stretch,
  ): BlockProduct {
    begin(this.places(to, 0).inputGradient, this.layout.populations[to].gradientStride, stretch)
    return (block, out) => pass(block, out, add ? 1 : 0, stretch)
  }

  /** Where the blocks of a population lie; see {@link places}. */
  blocks(index: number, from = 0, shard = 0): BlockPlaces[] {
    const { blocks } = this.layout.populations[index]
    return Array.from({ length: blocks }, (_, block) => this.places(index, block, from, shard))
  }

  /** Where a block of a population lies on this thread; its gradients, of the stretch that begins at step `from`. */
  places(index: number, block: number, from = 0, shard = 0): BlockPlaces {
    const { words, neuron, threads, gradientStride } = this.layout.populations[index]
    const { table, tableStride, rowGradient, tapGradient } = this.layout.populations[index]
    const { slopes, spikeGradient, inputGradient, masks, states, inputs, trace } = threads[this.thread]
    const { steps, stride, scratch } = this.layout
    const { traceBytes = 0, gradientRows = 0 } = neuron!
    const own = slopes + block * stride
    // such that step `from` lies at the start of what holds one stretch
    const gradient = block * gradientStride - (gradientStride < stride ? from * blockSize * 4 : 0)
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
}
