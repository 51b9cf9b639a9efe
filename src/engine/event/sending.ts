import type { Kernels } from "./kernels.js"
import type { Layout } from "./layout/layout.js"
import type { Stretch } from "./neurons/neuron-kernel.js"
import { Penalties } from "./penalties.js"
import type { ListProbes } from "./probes.js"
import { Silencing } from "./silencing.js"

/** What lies between the spikes of a population as they fall and as they are sent, on one thread: probes, bounds of activity, dropout. */
export class Sending {
  /** Number of spikes of each population in the sample that was run last. */
  readonly spikeCounts: number[] = []
  readonly penalties: Penalties
  /** What is put on populations' spikes. */
  probes?: ListProbes
  /** What it and dropout draw from: a seed, and the number of the present sample in its data. */
  seed = 0
  number = 0
  private readonly silencing: Silencing

  constructor(
    k: Kernels,
    private readonly memory: WebAssembly.Memory,
    private readonly layout: Layout,
    private readonly thread: number,
  ) {
    this.silencing = new Silencing(k, memory, layout, thread)
    this.penalties = new Penalties(k, memory, layout, thread)
  }

  /** What holds for a pass. */
  begin(seed: number): void {
    this.seed = seed
    this.silencing.begin()
    this.penalties.begin()
  }

  /** Begins a sample. */
  enter(number: number): void {
    this.number = number
    this.silencing.draw(this.seed, number)
    this.penalties.clear()
  }

  /** Begins a population in a cycle, whose spikes come step by step. */
  beginProbes(index: number): void {
    this.probes?.begin(index, this.seed, this.number)
  }

  /** Makes a list, which is complete, what is sent of it. */
  send(index: number, count: number): void {
    const probed = this.probes?.apply(index, count, this.seed, this.number) ?? count
    this.penalties.count(index, probed, 0)
    this.spikeCounts[index] = this.silencing.apply(index, probed, 0, this.layout.steps)
  }

  /** Makes the spikes that are listed for the last steps of a population in a cycle what is sent of them. */
  sendStretch(index: number, { from, to }: Stretch): void {
    const listed = this.listed(index, to)
    this.penalties.count(index, listed, from)
    this.silencing.apply(index, listed, from, to)
  }

  /** Counts the spikes of a population in a cycle, whose list is complete. */
  countSpikes(index: number): void {
    this.spikeCounts[index] = this.silencing.had(index, this.listed(index, this.layout.steps))
  }

  /** Spikes of a population that are listed of the steps before a step. */
  listed(index: number, step: number): number {
    const { offsets } = this.layout.populations[index].threads[this.thread]
    return new Int32Array(this.memory.buffer, offsets, step + 1)[step]
  }

  /** Whether anything but a probe lies between. */
  isChanged(index: number): boolean {
    return this.silencing.silences(index) || this.penalties.isBounded(index)
  }

  /** Makes the gradient of a block's spikes as they are sent that of the spikes as they fell. */
  back(index: number, block: number, spikeGradient: number, stretch: Stretch): void {
    this.silencing.back(index, block, spikeGradient, stretch)
    this.penalties.back(index, block, spikeGradient, stretch)
  }
}
