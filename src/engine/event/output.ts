import type { Loss } from "../engine.js"
import { decision, lossOfCounts } from "../loss.js"
import type { Kernels } from "./kernels.js"
import type { Layout } from "./layout/layout.js"
import { blockSize } from "./layout/sizes.js"
import { lossOfSteps, readOff, spreadGradient, type Traces } from "./potentials.js"

/** The last population of a thread, seen as what answers: its scores, their loss, and the gradient that goes back into it. */
export class Output {
  /** Spikes of each output, or what was read off its membrane, in the sample that was run last. */
  readonly scores: Float32Array
  private readonly scoreGradient: Float32Array
  /** The gradient of each block's spikes at the first step. */
  private readonly firstSteps: readonly Float32Array[]

  constructor(
    private readonly k: Kernels,
    private readonly memory: WebAssembly.Memory,
    private readonly layout: Layout,
    private readonly thread: number,
  ) {
    this.scores = new Float32Array(layout.classes)
    this.scoreGradient = new Float32Array(layout.classes)
    const { blocks, threads } = this.population
    const { spikeGradient } = threads[thread]
    this.firstSteps = Array.from({ length: blocks }, (_, block) => {
      return new Float32Array(memory.buffer, spikeGradient + block * layout.stride, blockSize)
    })
  }

  /** @param spikes how many the population sent */
  read(spikes: number): Float32Array {
    const { scores, population } = this
    const read = population.neuron!.read
    if (read) readOff(read, this.potentials(), scores)
    else {
      const { rows } = population.threads[this.thread]
      scores.fill(0)
      const list = new Uint32Array(this.memory.buffer, rows, spikes)
      for (let k = 0; k < spikes; k++) scores[list[k] >> 6]++
    }
    return scores
  }

  /** Loss of the scores; its gradient, times `weight`, is left where the backward pass begins. */
  loss(label: number, loss: Loss, weight: number): { loss: number; correct: boolean } {
    const { scores, scoreGradient, layout, population } = this
    const correct = decision(scores) === label
    const { spikeGradient } = population.threads[this.thread]
    const { read } = population.neuron!
    if (read === "steps") {
      return {
        loss: lossOfSteps(loss, this.potentials(), layout.classes, label, weight, this.traces(spikeGradient)),
        correct,
      }
    }
    const value = lossOfCounts(loss, scores, label, layout.steps, scoreGradient)
    for (let k = 0; k < scoreGradient.length; k++) scoreGradient[k] *= weight
    if (read) spreadGradient(read, this.potentials(), scoreGradient, this.traces(spikeGradient))
    else this.fillCountGradient()
    return { loss: value, correct }
  }

  private get population() {
    return this.layout.populations[this.layout.populations.length - 1]
  }

  private potentials(): Traces {
    return this.traces(this.population.threads[this.thread].slopes)
  }

  private traces(at: number): Traces {
    const { stride, steps } = this.layout
    const length = (this.population.blocks * stride) / 4
    return { values: new Float32Array(this.memory.buffer, at, length), block: stride / 4, steps }
  }

  /** The gradient of a count is the same at each step. */
  private fillCountGradient(): void {
    const { firstSteps, scoreGradient } = this
    firstSteps.forEach((first, block) => {
      for (let k = 0; k < blockSize; k++) first[k] = scoreGradient[block * blockSize + k] ?? 0
      this.k.repeat(first.byteOffset, this.layout.steps)
    })
  }
}
