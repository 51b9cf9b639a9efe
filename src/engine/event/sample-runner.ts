import type { Loss } from "../engine.js"
import { GradientsBack } from "./gradients-back.js"
import { type Held, heldOf } from "./held/held.js"
import type { Kernels } from "./kernels.js"
import type { ConnectionLayout } from "./layout/connection.js"
import type { Layout } from "./layout/layout.js"
import type { Stretch } from "./neurons/neuron-kernel.js"
import { Output } from "./output.js"
import { Sending } from "./sending.js"
import { ThreadPlaces } from "./thread-places.js"

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
  readonly places: ThreadPlaces
  readonly sending: Sending
  readonly back: GradientsBack
  /** Those whose delays hold back something else than a list of spikes. */
  readonly held: ReadonlyMap<ConnectionLayout, Held>
  /** Spikes that delays pushed past the window in the sample that was run last. */
  lost = 0
  private readonly output: Output
  private readonly incoming: readonly (readonly ConnectionLayout[])[]

  constructor(
    readonly k: Kernels,
    readonly memory: WebAssembly.Memory,
    readonly layout: Layout,
    readonly thread: number,
  ) {
    this.held = new Map(
      layout.connections.flatMap((connection) => {
        const held = heldOf({ k, memory, layout, connection, thread })
        return held ? [[connection, held] as const] : []
      }),
    )
    this.places = new ThreadPlaces(layout, thread)
    this.sending = new Sending(k, memory, layout, thread)
    this.back = new GradientsBack(k, memory, layout, thread, this.places, this.held)
    this.output = new Output(k, memory, layout, thread)
    this.incoming = layout.populations.map((_, index) => layout.connections.filter((c) => c.to === index))
  }

  /** Lists the spikes of a sample as those of the input. */
  enter({ times, units, count, number }: SampleSpikes): void {
    const { k, layout, thread, sending } = this
    const input = layout.populations[0].threads[thread]
    this.lost = 0
    k.arrange(times, units, count, layout.steps, input.rows, input.at, input.offsets)
    sending.enter(number)
    sending.send(0, count)
  }

  /** The output's scores, once all populations were run (valid until the next call). */
  read(): Float32Array {
    return this.output.read(this.sending.spikeCounts[this.layout.populations.length - 1])
  }

  /** Loss of the sample that was run last; `weight` is what it counts for in the gradient. */
  loss(label: number, loss: Loss, weight: number): { loss: number; correct: boolean } {
    return this.output.loss(label, loss, weight)
  }

  /** Runs a population outside of cycles. */
  populationForward(index: number): void {
    const { k, layout, thread } = this
    const { steps } = layout
    const { neuron, blocks, words, threads } = layout.populations[index]
    const own = threads[thread]
    for (const connection of this.incoming[index]) this.deliver(connection)
    const all = this.places.blocks(index)
    for (let block = 0; block < blocks; block++) {
      const places = all[block]
      for (const stretch of layout.stretches) {
        this.accumulate(this.incoming[index], block, stretch, places.input)
        neuron!.forward(k, places, stretch)
      }
    }
    this.sending.send(index, k.collect(own.masks, 0, steps, words, own.rows, own.at, own.offsets))
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
    const { k, thread, places } = this
    for (let c = 0; c < incoming.length; c++) {
      const held = this.held.get(incoming[c])
      if (held) {
        held.forward(block, input, c, stretch)
        continue
      }
      const { weights, threads } = incoming[c]
      const { rows, at, offsets } = threads[thread]
      const own = weights + places.rowBytes(incoming[c], block)
      k.accumulate(rows, at, offsets, stretch.from, stretch.to, own, input, c)
    }
  }

  /** A stretch of a population outside of cycles; adds to the shard at `shard`. */
  populationBackward(index: number, shard: number, stretch: Stretch): void {
    const { k, layout, back } = this
    const { blocks, neuron } = layout.populations[index]
    const incoming = this.incoming[index]
    const bring = back.toSpikes(index, stretch)
    const all = this.places.blocks(index, stretch.from, shard)
    for (let block = 0; block < blocks; block++) {
      const places = all[block]
      bring?.(block)
      this.sending.back(index, block, places.spikeGradient, stretch)
      neuron!.backward(k, places, stretch)
      neuron!.filterGradient?.(k, places, stretch.to)
      for (const connection of incoming) this.weightGradient(connection, block, places.inputGradient, shard, stretch)
    }
    for (const connection of incoming) back.through(connection)
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
    const gradient = shard + connection.weightGradient + this.places.rowBytes(connection, block)
    this.k.weightGradient(rows, at, offsets, from, to, inputGradient, gradient)
  }
}
