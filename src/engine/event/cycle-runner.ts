import type { Part } from "../../network/index.js"
import { type CycleLink, cycleLink } from "./cycle-link.js"
import type { ConnectionLayout, PopulationBuffers, PopulationLayout } from "./layout.js"
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
  readonly heard: readonly CycleLink[]
  readonly sent: readonly CycleLink[]
  readonly places: readonly BlockPlaces[]
}

/**
 * Runs the populations of a cycle, in turn, on stretches of steps that are shorter than the way round. What comes from outside is summed
 * for the whole window before, and the gradients of weights after.
 */
export class CycleRunner {
  private readonly members = new Map<Part, readonly Member[]>()

  constructor(private readonly runner: SampleRunner) {
    const { k, layout, thread, held } = runner
    const inputOf = (population: number, block: number) => runner.places(population, block).input
    const inner = layout.connections
      .filter((c) => c.inner)
      .map((c) => cycleLink({ k, layout, thread, held, inputOf }, c))
    for (const part of layout.parts) {
      if (!part.cyclic) continue
      const members = part.populations.map((index): Member => {
        const population = layout.populations[index]
        return {
          index,
          population,
          own: population.threads[thread],
          outer: layout.connections.filter((c) => !c.inner && c.to === index),
          heard: inner.filter(({ connection }) => connection.to === index),
          sent: inner.filter(({ connection }) => connection.from === index),
          places: Array.from({ length: population.blocks }, (_, block) => runner.places(index, block)),
        }
      })
      this.members.set(part, members)
    }
  }

  forward(part: Part): void {
    const { runner } = this
    const { k, layout, spikeCounts } = runner
    const { steps } = layout
    const members = this.members.get(part)!
    for (const member of members) this.enter(member)
    for (let from = 0; from < steps; from += part.stretchSteps) {
      const stretch = { from, to: Math.min(steps, from + part.stretchSteps), steps }
      for (const { population, own, heard, sent, places, index } of members) {
        for (const link of heard) link.hear(stretch)
        for (const block of places) population.neuron!.forward(k, block, stretch)
        runner.probes?.step(index, from, stretch.to)
        const listed = k.collect(own.masks, from, stretch.to, population.words, own.rows, own.at, own.offsets)
        runner.penalties.count(index, listed, from)
        spikeCounts[index] = runner.silencing.apply(index, listed, from, stretch.to)
        for (const link of sent) runner.lost += link.send(stretch)
      }
    }
    for (const { sent } of members) for (const link of sent) runner.lost += link.lost()
  }

  /** Steps of a stretch, the last ones first; the gradients of what these populations send to others are there. */
  backward(part: Part, shard: number, stretch: Stretch): void {
    const { runner } = this
    const { k, written } = runner
    const members = this.members.get(part)!.map((member) => {
      const { index } = member
      if (!written[index]) runner.clearSpikeGradient(index)
      written[index] = true
      const places = member.places.map((_, block) => runner.places(index, block, stretch.from, shard))
      return { ...member, places }
    })
    const first = new Map(members.map(({ index, places }) => [index, places[0]]))
    const gradients = ({ connection }: CycleLink) => ({
      sourceSpikes: first.get(connection.from)!.spikeGradient,
      targetInput: first.get(connection.to)!.inputGradient,
    })
    const linked = members.map(({ sent, heard, ...member }) => ({
      ...member,
      sent: sent.map((link) => ({ link, at: gradients(link) })),
      heard: heard.map((link) => ({ link, at: gradients(link) })),
    }))
    const count = Math.ceil((stretch.to - stretch.from) / part.stretchSteps)
    for (let i = count - 1; i >= 0; i--) {
      const from = stretch.from + i * part.stretchSteps
      const now = { from, to: Math.min(stretch.to, from + part.stretchSteps), steps: stretch.steps }
      for (let m = linked.length - 1; m >= 0; m--) {
        const { population, places, sent, heard, index } = linked[m]
        for (const { link, at } of sent) link.gather(now, at)
        for (let block = 0; block < places.length; block++) {
          runner.backToFired(index, block, places[block].spikeGradient, now)
          population.neuron!.backward(k, places[block], now)
        }
        for (const { link, at } of heard) link.passBack(now, at)
      }
    }
    for (const { outer, heard, places, population } of members) {
      for (const block of places) population.neuron!.filterGradient?.(k, block, stretch.to)
      for (const connection of [...outer, ...heard.map((link) => link.connection)]) {
        places.forEach(({ inputGradient }, block) => {
          runner.weightGradient(connection, block, inputGradient, shard, stretch)
        })
      }
      for (const connection of outer) runner.connectionBackward(connection, stretch)
    }
  }

  /** Sums what comes from outside for the whole window, and forgets what was on its way. */
  private enter({ index, outer, heard, places }: Member): void {
    const { runner } = this
    runner.probes?.begin(index, runner.seed, runner.number)
    const { k, layout } = runner
    const { steps, stride } = layout
    for (const connection of outer) runner.deliver(connection)
    places.forEach(({ input }, block) => {
      if (outer.length > 0) runner.accumulate(outer, block, { from: 0, to: steps, steps }, input)
      else k.clear(input, stride)
    })
    for (const link of heard) link.enter()
  }
}
