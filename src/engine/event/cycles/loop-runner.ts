import { sparseShare } from "../block-product.js"
import type { ConnectionLayout } from "../layout/connection.js"
import type { LoopRoom, PopulationLayout } from "../layout/population.js"
import { blockSize } from "../layout/sizes.js"
import type { Stretch } from "../neurons/neuron-kernel.js"
import type { SampleRunner } from "../sample-runner.js"
import { populationApart } from "./lanes.js"

const stepBytes = blockSize * 4

/**
 * Runs a population that hears itself a step later, of several samples side by side: all steps of a stretch in one call, where
 * a `CycleRunner` calls what runs a cycle of any kind at every step.
 */
export class LoopRunner {
  private readonly population: PopulationLayout
  private readonly outer: readonly ConnectionLayout[]
  /** The connection to itself. */
  private readonly own: ConnectionLayout
  private readonly room: LoopRoom
  private readonly first: SampleRunner

  constructor(
    private readonly lanes: readonly SampleRunner[],
    private readonly index: number,
  ) {
    this.first = lanes[0]
    const { layout, thread } = this.first
    this.population = layout.populations[index]
    this.own = layout.connections.find(({ from, to }) => from === index && to === index)!
    this.outer = layout.connections.filter((c) => c.to === index && c !== this.own)
    this.room = this.population.loop![thread / layout.lanes]
    this.writeCard()
  }

  /** What does not change, as `Loop` of assembly/loop.ts has it. */
  private writeCard(): void {
    const { memory, layout, thread } = this.first
    const { size, blocks, gradientStride, words, compact, neuron, table, threads } = this.population
    const { slopes, masks, rows, at, offsets } = threads[thread]
    const { weights, transposed, pairs, worth, gradientBound } = this.own
    const { gradient, scales } = layout.scratch[thread]
    const { surrogate, hard } = neuron!.loop!
    const derivatives = this.lanes.length * blockSize
    const sparse = (share: number) => (compact ? Math.floor(share * derivatives) : 0)
    // biome-ignore format: by line of the list there
    const numbers = [
      populationApart(this.lanes, this.population), size, blocks,
      layout.stride, gradientStride,
      surrogate, hard, table,
      slopes, masks, words, rows, at, offsets,
      weights, transposed, pairs, worth, gradientBound,
      gradient, scales,
      sparse(sparseShare.exact), sparse(sparseShare.integers),
      this.room.states, this.room.rows,
    ]
    new Int32Array(memory.buffer, this.room.card, numbers.length).set(numbers)
  }

  /** @param samples lanes that have a sample: the first ones */
  forward(samples: number): void {
    const { lanes, outer, population, index, first } = this
    const { k, layout } = first
    for (let lane = 0; lane < samples; lane++) for (const connection of outer) lanes[lane].deliver(connection)
    for (const stretch of layout.stretches) {
      const { from, to } = stretch
      // a block of weights serves all samples before the next one does
      for (let block = 0; block < population.blocks; block++) {
        for (let lane = 0; lane < samples; lane++) {
          const { input } = lanes[lane].places.block(index, block)
          if (outer.length > 0) lanes[lane].accumulate(outer, block, stretch, input)
          else k.clear(input + from * stepBytes, (to - from) * stepBytes)
        }
      }
      k.loopForward(this.room.card, samples, from, to)
    }
    for (let lane = 0; lane < samples; lane++) {
      lanes[lane].lost +=
        lanes[lane].sending.listed(index, layout.steps) - lanes[lane].sending.listed(index, layout.steps - 1)
      lanes[lane].sending.countSpikes(index)
    }
  }

  /** Steps of a stretch, the last ones first; the gradients of what the population sends to others are there. */
  backward(shard: number, stretch: Stretch, samples: number): void {
    const { outer, index, first, population } = this
    const { from, to, steps } = stretch
    const used = this.lanes.slice(0, samples)
    for (const lane of used) lane.back.allToSpikes(index, stretch)
    const { spikeGradient, inputGradient } = first.places.block(index, 0, from)
    const fast = first.back.products === "exact" ? 0 : 1
    first.k.loopBackward(this.room.card, fast, samples, spikeGradient, inputGradient, from, to, steps)
    for (let block = 0; block < population.blocks; block++) {
      const gradients = used.map((lane) => lane.places.block(index, block, from).inputGradient)
      for (const connection of outer) {
        used.forEach((lane, i) => void lane.weightGradient(connection, block, gradients[i], shard, stretch))
      }
      used.forEach((lane, i) => void this.ownWeightGradient(lane, block, gradients[i], shard, stretch))
    }
    for (const connection of outer) for (const lane of used) lane.back.through(connection)
  }

  /** Spikes of a step meet the input gradients of the next. */
  private ownWeightGradient(
    lane: SampleRunner,
    block: number,
    inputGradient: number,
    shard: number,
    { from, to }: Stretch,
  ): void {
    const { rows, at, offsets } = this.population.threads[lane.thread]
    const gradient = shard + this.own.weightGradient + lane.places.rowBytes(this.own, block)
    lane.k.weightGradient(rows, at, offsets, Math.max(0, from - 1), to - 1, inputGradient + stepBytes, gradient)
  }
}
