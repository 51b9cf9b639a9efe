import type { Part } from "../../../network/index.js"
import type { Stretch } from "../neurons/neuron-kernel.js"
import type { SampleRunner } from "../sample-runner.js"
import { enterCycle, leaveCycle } from "./cycle-edge.js"
import { cycleLink, type WayBack } from "./cycle-link.js"
import { type Member, membersOf, type Running } from "./cycle-member.js"
import type { Lanes } from "./lanes.js"
import { LoopRunner } from "./loop-runner.js"

/**
 * Runs the populations of a cycle, in turn, on stretches of steps that are shorter than the way round; of several samples side by side,
 * each in a lane of its own, for weights are needed again at every step. What comes from outside is summed for the whole window before,
 * and the gradients of weights after.
 */
export class CycleRunner {
  private readonly members = new Map<Part, readonly Member[]>()
  private readonly loops = new Map<Part, LoopRunner>()

  private readonly first: SampleRunner

  constructor(private readonly lanes: readonly SampleRunner[]) {
    this.first = lanes[0]
    const { layout } = this.first
    const inner = layout.connections.filter((c) => c.inner).map((c) => cycleLink(lanes, c))
    for (const part of layout.parts) {
      if (!part.cyclic) continue
      this.members.set(part, membersOf(lanes, part, inner))
      const [index] = part.populations
      if (layout.populations[index].loop) this.loops.set(part, new LoopRunner(lanes, index))
    }
  }

  /** @param samples lanes that have a sample: the first ones */
  forward(part: Part, samples: number): void {
    const loop = this.loopOf(part)
    if (loop) {
      loop.forward(samples)
      return
    }
    const { steps } = this.first.layout
    const members = this.members.get(part)!
    for (const member of members) enterCycle(this.lanes, member, samples)
    const running = members.map((member) => ({ ...member, all: { ...member.all, samples } }))
    for (let from = 0; from < steps; from += part.stretchSteps) {
      const stretch = { from, to: Math.min(steps, from + part.stretchSteps), steps }
      for (let m = 0; m < running.length; m++) this.forwardStretch(running[m], stretch)
    }
    for (let lane = 0; lane < samples; lane++) {
      const runner = this.lanes[lane]
      for (const { sent, index } of members) {
        for (const link of sent) runner.lost += link.lost(lane)
        runner.sending.countSpikes(index)
      }
    }
  }

  /** What runs a part at once, where nothing is to be done between its steps. */
  private loopOf(part: Part): LoopRunner | undefined {
    const [index] = part.populations
    const { first } = this
    return first.sending.probes || first.sending.isChanged(index) ? undefined : this.loops.get(part)
  }

  // Called at every step: nothing here may spread an object or take an array apart, which would cost more than the step.
  private forwardStretch({ population, heard, sent, places, index, all }: Running, stretch: Stretch): void {
    const { neuron, words, threads } = population
    const { lanes, first } = this
    const { k } = first
    const { samples } = all
    const { from, to } = stretch
    const { masks, rows, at, offsets } = threads[first.thread]
    for (let c = 0; c < heard.length; c++) heard[c].hear(samples, stretch)
    if (neuron!.forwardAll) neuron!.forwardAll(k, places[0][0], all, stretch)
    else for (let lane = 0; lane < samples; lane++) for (const block of places[lane]) neuron!.forward(k, block, stretch)
    if (first.sending.probes)
      for (let lane = 0; lane < samples; lane++) lanes[lane].sending.probes!.step(index, from, to)
    k.list(samples, all.apart, masks, words, rows, at, offsets, from, to)
    if (first.sending.isChanged(index))
      for (let lane = 0; lane < samples; lane++) lanes[lane].sending.sendStretch(index, stretch)
    // what is lost is told of all samples together
    for (let c = 0; c < sent.length; c++) first.lost += sent[c].send(samples, stretch)
  }

  /** Steps of a stretch, the last ones first; the gradients of what these populations send to others are there. */
  backward(part: Part, shard: number, stretch: Stretch, samples: number): void {
    const loop = this.loopOf(part)
    if (loop) {
      loop.backward(shard, stretch, samples)
      return
    }
    const members = this.members.get(part)!
    const used = this.lanes.slice(0, samples)
    for (const { index } of members) for (const lane of used) lane.back.allToSpikes(index, stretch)
    const running = members.map((member): Running => {
      const places = used.map((lane) => lane.places.blocks(member.index, stretch.from, shard))
      return { ...member, places, all: { ...member.all, samples } }
    })
    const spikeGradients: Lanes[] = []
    const inputGradients: Lanes[] = []
    for (const { index, all, places } of running) {
      const { spikeGradient, inputGradient } = places[0][0]
      const { apart, gradientStride } = all
      spikeGradients[index] = { at: spikeGradient, apart, stride: gradientStride }
      inputGradients[index] = { at: inputGradient, apart, stride: gradientStride }
    }
    const { products } = this.first.back
    const count = Math.ceil((stretch.to - stretch.from) / part.stretchSteps)
    for (let i = count - 1; i >= 0; i--) {
      const from = stretch.from + i * part.stretchSteps
      const now = { from, to: Math.min(stretch.to, from + part.stretchSteps), steps: stretch.steps }
      const way = { products, samples, stretch: now, spikeGradients, inputGradients }
      for (let m = running.length - 1; m >= 0; m--) this.backwardStretch(running[m], way)
    }
    for (const member of running) leaveCycle(this.lanes, member, shard, stretch)
  }

  private backwardStretch({ population, places, sent, heard, index, all }: Running, way: WayBack): void {
    const { neuron } = population
    const { samples, stretch } = way
    const { lanes, first } = this
    for (let c = 0; c < sent.length; c++) sent[c].gather(way)
    if (first.sending.isChanged(index)) {
      for (let lane = 0; lane < samples; lane++) {
        const runner = lanes[lane]
        places[lane].forEach(
          ({ spikeGradient }, block) => void runner.sending.back(index, block, spikeGradient, stretch),
        )
      }
    }
    if (neuron!.backwardAll) neuron!.backwardAll(first.k, places[0][0], all, stretch)
    else {
      for (let lane = 0; lane < samples; lane++) {
        for (const block of places[lane]) neuron!.backward(first.k, block, stretch)
      }
    }
    for (let c = 0; c < heard.length; c++) heard[c].passBack(way)
  }
}
