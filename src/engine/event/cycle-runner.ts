import type { Part } from "../../network/index.js"
import { blockSize, type ConnectionLayout, type PopulationBuffers, type PopulationLayout } from "./layout.js"
import type { BlockPlaces, Stretch } from "./neurons/neuron-kernel.js"
import type { SampleRunner } from "./sample-runner.js"

/** A population of a cycle, on one thread. */
interface Member {
  readonly index: number
  readonly population: PopulationLayout
  readonly own: PopulationBuffers
  /** Connections into it from outside of the cycle. */
  readonly outer: readonly ConnectionLayout[]
  /** Connections into it, and from it, that belong to the cycle. */
  readonly heard: readonly ConnectionLayout[]
  readonly sent: readonly ConnectionLayout[]
  readonly places: readonly BlockPlaces[]
}

const stepBytes = blockSize * 4

/**
 * Runs the populations of a cycle, in turn, on stretches of steps that are shorter than the way round. What comes from outside is summed
 * for the whole window before, and the gradients of weights after.
 */
export class CycleRunner {
  private readonly members = new Map<Part, readonly Member[]>()

  constructor(private readonly runner: SampleRunner) {
    const { layout, thread } = runner
    for (const part of layout.parts) {
      if (!part.cyclic) continue
      const members = part.populations.map((index): Member => {
        const population = layout.populations[index]
        const into = layout.connections.filter((c) => c.to === index)
        return {
          index,
          population,
          own: population.threads[thread],
          outer: into.filter((c) => !c.inner),
          heard: into.filter((c) => c.inner),
          sent: layout.connections.filter((c) => c.inner && c.from === index),
          places: Array.from({ length: population.blocks }, (_, block) => runner.places(index, block)),
        }
      })
      this.members.set(part, members)
    }
  }

  forward(part: Part): void {
    const { k, layout, thread, spikeCounts } = this.runner
    const { steps } = layout
    const members = this.members.get(part)!
    for (const member of members) this.enter(member)
    for (let from = 0; from < steps; from += part.stretchSteps) {
      const stretch = { from, to: Math.min(steps, from + part.stretchSteps), steps }
      for (const { population, own, heard, sent, places, index } of members) {
        for (const connection of heard) this.hear(connection, population, places[0].input, stretch)
        for (const block of places) population.neuron!.forward(k, block, stretch)
        const { words } = population
        spikeCounts[index] = k.collect(own.masks, from, stretch.to, words, own.rows, own.at, own.offsets)
        for (const { delayed, delays, threads } of sent) {
          if (!delayed) continue
          const { masks } = threads[thread]
          this.runner.lost += k.send(own.rows, own.offsets, from, stretch.to, delays, steps, masks, words)
        }
      }
    }
  }

  /** Steps of a stretch, the last ones first; the gradients of what these populations send to others are there. */
  backward(part: Part, shard: number, stretch: Stretch): void {
    const { runner } = this
    const { k, written } = runner
    const members = this.members.get(part)!.map((member) => {
      const { index, population } = member
      if (!written[index]) runner.clearSpikeGradient(index)
      written[index] = true
      const places = member.places.map((_, block) => runner.places(index, block, stretch.from, shard))
      return { ...member, places, blocks: population.blocks }
    })
    const inputGradient = new Map(members.map(({ index, places }) => [index, places[0].inputGradient]))
    const count = Math.ceil((stretch.to - stretch.from) / part.stretchSteps)
    for (let i = count - 1; i >= 0; i--) {
      const from = stretch.from + i * part.stretchSteps
      const now = { from, to: Math.min(stretch.to, from + part.stretchSteps), steps: stretch.steps }
      for (const member of members.toReversed()) {
        const { population, places, sent, heard, index } = member
        for (const connection of sent) {
          this.gather(connection, population, places[0].spikeGradient, inputGradient.get(connection.to)!, now)
        }
        for (const block of places) population.neuron!.backward(k, block, now)
        for (const connection of heard)
          if (connection.delayed) this.passBack(connection, inputGradient.get(index)!, now)
      }
    }
    for (const { outer, heard, places } of members) {
      for (const connection of [...outer, ...heard]) {
        places.forEach(({ inputGradient }, block) => {
          runner.weightGradient(connection, block, inputGradient, shard, stretch)
        })
      }
      for (const connection of outer) runner.connectionBackward(connection, stretch)
    }
  }

  /** Sums what comes from outside for the whole window, and forgets what was on its way. */
  private enter({ outer, heard, places }: Member): void {
    const { runner } = this
    const { k, layout, thread } = runner
    const { steps, stride } = layout
    for (const connection of outer) runner.deliver(connection)
    places.forEach(({ input }, block) => {
      if (outer.length > 0) runner.accumulate(outer, block, { from: 0, to: steps, steps }, input)
      else k.clear(input, stride)
    })
    for (const { delayed, from, threads } of heard) {
      if (delayed) k.clear(threads[thread].masks, steps * layout.populations[from].words * 8)
    }
  }

  /** Adds what a connection brings within a stretch. */
  private hear(connection: ConnectionLayout, target: PopulationLayout, input: number, { from, to }: Stretch): void {
    const { k, layout, thread } = this.runner
    const source = layout.populations[connection.from]
    const { rows, at, offsets, masks } = connection.threads[thread]
    if (connection.delayed) k.collect(masks, from, to, source.words, rows, at, offsets)
    const { weights } = connection
    const weightStride = source.size * stepBytes
    k.accumulateBlocks(rows, at, offsets, from, to, weights, weightStride, input, layout.stride, target.blocks)
  }

  /** Adds to the gradient of a population's spikes what they brought within the cycle. */
  private gather(
    connection: ConnectionLayout,
    source: PopulationLayout,
    spikeGradient: number,
    targetGradient: number,
    { from, to, steps }: Stretch,
  ): void {
    const { k, layout, thread } = this.runner
    const { stride } = layout
    if (connection.delayed) {
      const { arrived } = connection.threads[thread]
      const { alike, delays, latencySteps } = connection
      const { gradientStride, blocks } = source
      if (alike) k.unshiftAlike(arrived, stride, latencySteps, from, to, steps, spikeGradient, gradientStride, blocks)
      else k.unshiftBlocks(arrived, stride, delays, from, to, steps, spikeGradient, gradientStride, blocks)
      return
    }
    this.product(connection, targetGradient, from, to, spikeGradient, source.gradientStride, 1)
  }

  /** Works out the gradient of spikes as they arrive. */
  private passBack(connection: ConnectionLayout, targetGradient: number, { from, to }: Stretch): void {
    const { layout, thread } = this.runner
    this.product(connection, targetGradient, from, to, connection.threads[thread].arrived, layout.stride, 0)
  }

  private product(
    connection: ConnectionLayout,
    inputGradient: number,
    from: number,
    to: number,
    out: number,
    outStride: number,
    add: number,
  ): void {
    const { k, layout } = this.runner
    const [source, target] = [layout.populations[connection.from], layout.populations[connection.to]]
    const first = from * stepBytes
    k.productBlocks(
      inputGradient + first,
      target.gradientStride,
      target.size,
      connection.transposed,
      target.blocks * blockSize * stepBytes,
      to - from,
      out + first,
      outStride,
      source.blocks,
      add,
    )
  }
}
