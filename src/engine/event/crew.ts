import { Worker } from "node:worker_threads"
import type { NetworkGraph } from "../../network/index.js"
import type { Probes } from "../../perturb/index.js"
import { control, controlWords, type Job, writeJob } from "./control.js"
import { JobThread, type ThreadStart } from "./job.js"
import { constantsAddress, kernelConstants } from "./kernel-constants.js"
import { kernelModule } from "./kernel-module.js"
import { layout } from "./layout/layout.js"

/** What WebAssembly can address, in pages of 65536 bytes. */
const mostPages = 65536

/** Milliseconds after which a helper that does not answer is taken for dead. */
const patience = 60_000

/** The threads that share an engine's memory, the calling one among them, and do its jobs together. */
export class Crew {
  readonly memory: WebAssembly.Memory
  /** The calling thread's part. */
  readonly own: JobThread
  private readonly helpers: Worker[] = []

  /** @throws RangeError for a network that needs more memory than WebAssembly has */
  constructor(
    graph: NetworkGraph,
    threads: number,
    private readonly shards: number,
    probes?: Probes,
  ) {
    const { end, populations } = layout(graph, threads, shards)
    const pages = Math.ceil(end / 65536) + 1
    if (pages > mostPages) {
      throw new RangeError(
        `event engine: this network needs ${(end / 2 ** 30).toFixed(1)} GB on ${threads} threads, and WebAssembly has 4; take fewer neurons, steps, threads or shards, or the reference engine.`,
      )
    }
    this.memory = new WebAssembly.Memory({ initial: pages, maximum: mostPages, shared: true })
    kernelConstants.forEach((value, i) => {
      new Float32Array(this.memory.buffer, constantsAddress + 16 * i, 4).fill(value)
    })
    for (const { neuron, table } of populations) {
      if (neuron) new Float32Array(this.memory.buffer, table, neuron.table.length).set(neuron.table)
    }
    const start = (thread: number): ThreadStart => ({
      graph,
      threads,
      shards,
      thread,
      module: kernelModule(),
      memory: this.memory,
      ...(probes && { probes }),
    })
    this.own = new JobThread(start(0))
    for (let thread = 1; thread < threads; thread++) {
      const helper = new Worker(new URL("./thread.js", import.meta.url), { workerData: start(thread) })
      helper.unref()
      this.helpers.push(helper)
    }
  }

  /**
   * Does a job on the batch that was loaded last; returns when it is done.
   *
   * @throws Error when a helper fails or does not answer
   */
  run(job: Job): void {
    writeJob(this.memory, job)
    const words = controlWords(this.memory)
    Atomics.store(words, control.done, 0)
    Atomics.store(words, control.next, 0)
    Atomics.add(words, control.job, 1)
    Atomics.notify(words, control.job)
    this.own.work()
    for (let done = Atomics.load(words, control.done); done < this.shards; done = Atomics.load(words, control.done)) {
      if (Atomics.load(words, control.failed)) throw new Error("event engine: a helper thread failed.")
      if (Atomics.wait(words, control.done, done, patience) === "timed-out") {
        throw new Error(`event engine: a helper thread did not answer for ${patience / 1000} s; was it killed?`)
      }
    }
  }

  /** Ends the helpers. */
  async close(): Promise<void> {
    await Promise.all(this.helpers.map((helper) => helper.terminate()))
  }
}
