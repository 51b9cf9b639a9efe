import type { NetworkGraph } from "../../network/index.js"
import type { Probes } from "../../perturb/index.js"
import type { Loss } from "../engine.js"
import { lossKinds } from "../loss.js"
import { productKinds } from "./block-product.js"
import { type Kernels, kernels } from "./kernels.js"
import { graphOf, type Layout, layout } from "./layout.js"
import { ListProbes } from "./probes.js"
import { SampleGroup } from "./sample-group.js"

/** Words of the control block at address 0, by which threads agree; 32-bit integers unless said. */
export const control = {
  /** Raised for each job; threads sleep on it. */
  job: 0,
  /** Next shard that nobody has taken. */
  next: 1,
  /** Shards that are done; the coordinator sleeps on it. */
  done: 2,
  /** What is to be done; see {@link tasks}. */
  task: 3,
  /** Samples of the batch. */
  samples: 4,
  /** Addresses of the batch: where each sample's spikes begin, their times and units, labels, output counts. */
  offsets: 5,
  times: 6,
  units: 7,
  labels: 8,
  counts: 9,
  /** Place in `lossKinds`; the loss's numbers stand at {@link lossAddress}. */
  lossKind: 10,
  /** 1: a thread failed. */
  failed: 11,
  /** How products are worked out: a place in `productKinds`. */
  products: 12,
  /** What probes draw from. */
  seed: 13,
  /** Address of each sample's number in its data. */
  numbers: 14,
} as const

/** A forward pass, with the loss, and with its gradients. */
export const tasks = { forward: 0, loss: 1, gradients: 2 } as const

/** Where the two numbers of a loss lie, as 64-bit floats. */
export const lossAddress = 128

/** What a thread needs to take part; plain data and shared memory. */
export interface ThreadStart {
  readonly graph: NetworkGraph
  readonly threads: number
  readonly shards: number
  readonly thread: number
  readonly module: WebAssembly.Module
  readonly memory: WebAssembly.Memory
  readonly probes?: Probes
}

/** One thread's part in jobs: it takes shards, one after another, until none is left. */
export class JobThread {
  readonly layout: Layout
  readonly kernels: Kernels
  readonly group: SampleGroup
  private words: Int32Array

  constructor(private readonly start: ThreadStart) {
    this.layout = layout(graphOf(start.graph), start.threads, start.shards)
    this.kernels = kernels(start.module, start.memory)
    this.group = new SampleGroup(this.kernels, start.memory, this.layout, start.thread)
    this.words = new Int32Array(start.memory.buffer, 0, lossAddress / 4)
    if (start.probes) {
      const names = start.graph.populations.map(({ name }) => name)
      const { memory, graph, probes } = start
      for (const lane of this.group.lanes) {
        lane.probes = new ListProbes(memory, this.layout, lane.thread, names, graph.dt, probes)
      }
    }
  }

  /** Takes shards of the present job until none is left. */
  work(): void {
    const { shards } = this.start
    this.words = new Int32Array(this.start.memory.buffer, 0, lossAddress / 4)
    for (;;) {
      const shard = Atomics.add(this.words, control.next, 1)
      if (shard >= shards) return
      this.runShard(shard)
      if (Atomics.add(this.words, control.done, 1) === shards - 1) Atomics.notify(this.words, control.done)
    }
  }

  private runShard(shard: number): void {
    const { words, layout, group } = this
    const { buffer } = this.start.memory
    const samples = words[control.samples]
    const offsets = new Int32Array(buffer, words[control.offsets], samples + 1)
    const labels = new Uint16Array(buffer, words[control.labels], samples)
    const counts = new Float32Array(buffer, words[control.counts], samples * layout.classes)
    const results = new Float64Array(buffer, layout.results[shard], 3 + 2 * layout.populations.length).fill(0)
    const numbers = new Uint32Array(buffer, words[control.numbers], samples)
    const task = words[control.task]
    group.begin(words[control.seed], productKinds[words[control.products]])
    const loss = this.loss()
    if (task === tasks.gradients) this.kernels.clear(layout.shards[shard], 4 * layout.shardLength)
    const from = Math.floor((shard * samples) / this.start.shards)
    const to = Math.floor(((shard + 1) * samples) / this.start.shards)
    for (let first = from; first < to; first += layout.lanes) {
      const places = Array.from({ length: Math.min(layout.lanes, to - first) }, (_, lane) => first + lane)
      group.forward(
        places.map((s) => ({
          times: words[control.times] + 2 * offsets[s],
          units: words[control.units] + 2 * offsets[s],
          count: offsets[s + 1] - offsets[s],
          number: numbers[s],
        })),
      )
      places.forEach((s, lane) => {
        const runner = group.lanes[lane]
        counts.set(runner.read(), s * layout.classes)
        if (task !== tasks.forward) {
          const result = runner.loss(labels[s], loss, 1 / samples)
          results[0] += result.loss
          results[1] += result.correct ? 1 : 0
        }
        results[2] += runner.lost
        for (let p = 0; p < layout.populations.length; p++) results[3 + p] += runner.spikeCounts[p]
      })
      if (task !== tasks.gradients) continue
      places.forEach((_, lane) => {
        for (let p = 0; p < layout.populations.length; p++) {
          results[3 + layout.populations.length + p] += group.lanes[lane].penalties.of(p, 1 / samples)
        }
      })
      group.backward(layout.shards[shard])
    }
  }

  private loss(): Loss {
    const [first, second] = new Float64Array(this.words.buffer, lossAddress, 2)
    const kind = lossKinds[this.words[control.lossKind]]
    switch (kind) {
      case "crossEntropy":
        return { kind, scale: first }
      case "spikeProbability":
        return { kind, floor: first }
      default:
        return { kind, correct: first, wrong: second }
    }
  }
}

/** The numbers of a loss, as they stand at {@link lossAddress}. */
export function lossNumbers(loss: Loss): [number, number] {
  switch (loss.kind) {
    case "crossEntropy":
      return [loss.scale, 0]
    case "spikeProbability":
      return [loss.floor, 0]
    default:
      return [loss.correct, loss.wrong]
  }
}
