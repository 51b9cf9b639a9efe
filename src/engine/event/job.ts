import type { NetworkGraph } from "../../network/index.js"
import type { Probes } from "../../perturb/index.js"
import { productKinds } from "./block-product.js"
import { control, controlWords, readLoss, tasks } from "./control.js"
import { type Kernels, kernels } from "./kernels.js"
import { graphOf, type Layout, layout } from "./layout/layout.js"
import { ListProbes } from "./probes.js"
import { addResults, resultsOf } from "./results.js"
import { SampleGroup } from "./sample-group.js"

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

  constructor(private readonly start: ThreadStart) {
    this.layout = layout(graphOf(start.graph), start.threads, start.shards)
    this.kernels = kernels(start.module, start.memory)
    this.group = new SampleGroup(this.kernels, start.memory, this.layout, start.thread)
    if (start.probes) {
      const names = start.graph.populations.map(({ name }) => name)
      const { memory, graph, probes } = start
      for (const lane of this.group.lanes) {
        lane.sending.probes = new ListProbes(memory, this.layout, lane.thread, names, graph.dt, probes)
      }
    }
  }

  /** Takes shards of the present job until none is left. */
  work(): void {
    const { shards, memory } = this.start
    const words = controlWords(memory)
    for (;;) {
      const shard = Atomics.add(words, control.next, 1)
      if (shard >= shards) return
      this.runShard(shard, words)
      if (Atomics.add(words, control.done, 1) === shards - 1) Atomics.notify(words, control.done)
    }
  }

  private runShard(shard: number, words: Int32Array): void {
    const { layout, group } = this
    const { memory, shards } = this.start
    const { buffer } = memory
    const samples = words[control.samples]
    const offsets = new Int32Array(buffer, words[control.offsets], samples + 1)
    const labels = new Uint16Array(buffer, words[control.labels], samples)
    const counts = new Float32Array(buffer, words[control.counts], samples * layout.classes)
    const numbers = new Uint32Array(buffer, words[control.numbers], samples)
    const results = resultsOf(memory, layout, shard).fill(0)
    const task = words[control.task]
    group.begin(words[control.seed], productKinds[words[control.products]])
    const loss = readLoss(memory)
    if (task === tasks.gradients) this.kernels.clear(layout.shards[shard], 4 * layout.shardLength)
    const from = Math.floor((shard * samples) / shards)
    const to = Math.floor(((shard + 1) * samples) / shards)
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
        const scored = task === tasks.forward ? undefined : runner.loss(labels[s], loss, 1 / samples)
        addResults(results, {
          loss: scored?.loss ?? 0,
          correct: scored?.correct ? 1 : 0,
          lost: runner.lost,
          spikes: runner.sending.spikeCounts,
          penalties:
            task === tasks.gradients
              ? layout.populations.map((_, p) => runner.sending.penalties.of(p, 1 / samples))
              : [],
        })
      })
      if (task === tasks.gradients) group.backward(layout.shards[shard])
    }
  }
}
