import { Worker } from "node:worker_threads"
import {
  currentKernel,
  display,
  displaySymbol,
  interruptSignal,
  liveSymbol,
  type MimeBundle,
} from "../display/index.js"
import type { Network } from "../network/index.js"
import type { SpikeDataset } from "../spikes/index.js"
import { progressLine, showRun } from "./show-run.js"
import type { Epoch, TrainingSettings } from "./trainer.js"
import type { TrainingMessage, TrainingStart } from "./training-thread.js"

/** A data set, or one that is drawn anew for each epoch (counted from 1). */
export type TrainingData = SpikeDataset | { epoch(epoch: number): SpikeDataset }

/** A network that has been trained. */
export interface TrainedNetwork extends Network {
  readonly history: readonly Epoch[]
  readonly settings: TrainingSettings
  /** Whether it was stopped before its last epoch. */
  readonly stopped: boolean
}

/** How far a training is. */
export interface TrainingProgress {
  /** Epochs that are done, a fraction for the one that runs. */
  readonly epochs: number
  readonly of: number
  /** Since the start (s). */
  readonly seconds: number
  /** Expected until the end (s); undefined until something is known. */
  readonly left?: number
  readonly state: "running" | "paused" | "done" | "stopped" | "failed"
}

/**
 * A training under way in a thread of its own: await it for the trained network, or iterate it for its epochs.
 * Interrupting the notebook, an aborted signal or `stop()` end it after the present batch; what it has learned is kept.
 */
export class TrainingRun implements PromiseLike<TrainedNetwork>, AsyncIterable<Epoch> {
  readonly history: Epoch[] = []
  private readonly signals = new Int32Array(new SharedArrayBuffer(8))
  private readonly result: Promise<TrainedNetwork>
  private readonly started = performance.now()
  private readonly watchers = new Set<() => void>()
  private state: TrainingProgress["state"] = "running"
  private within = 0
  private ended: number | undefined
  private latest: Network
  private shown: boolean

  constructor(
    network: Network,
    private readonly data: TrainingData,
    readonly settings: TrainingSettings,
    { validation, signal, quiet = false }: { validation?: SpikeDataset; signal?: AbortSignal; quiet?: boolean } = {},
  ) {
    this.shown = quiet
    this.latest = network
    const start: TrainingStart = { network, settings, validation: validation?.fields(), signals: this.signals }
    const worker = new Worker(new URL("./training-thread.js", import.meta.url), { workerData: start })
    const signals = [interruptSignal(), ...(signal ? [signal] : [])]
    const stop = () => void this.stop()
    for (const s of signals) {
      if (s.aborted) stop()
      else s.addEventListener("abort", stop)
    }
    this.result = new Promise<TrainedNetwork>((resolve, reject) => {
      worker.on("message", (message: TrainingMessage) => {
        if (message.kind === "data") this.sendData(worker, message.epoch, reject)
        else if (message.kind === "batch") this.within = message.done / message.of
        else if (message.kind === "epoch") {
          this.within = 0
          this.history.push(message.epoch)
          this.latest = { ...this.latest, parameters: message.parameters }
        } else if (message.kind === "end") {
          this.state = message.stopped ? "stopped" : "done"
          resolve(this.trained(network, message))
        } else reject(new Error(message.message))
        if (message.kind !== "data") this.changed()
      })
      worker.on("error", (error) => reject(error))
      worker.on("exit", () => reject(new Error("training: its thread ended before it was done.")))
    }).finally(() => {
      for (const s of signals) s.removeEventListener("abort", stop)
      if (this.state === "running" || this.state === "paused") this.state = "failed"
      this.ended = performance.now()
      this.changed()
    })
    // whoever awaits the run hears of a failure; a run that nobody awaits must not end the process
    this.result.catch(() => {})
  }

  /** Ends the training after the present batch; gives what it has learned so far. */
  stop(): Promise<TrainedNetwork> {
    Atomics.store(this.signals, 0, 1)
    this.resume()
    return this.result
  }

  /** Holds the training after the present batch. */
  pause(): void {
    if (this.state !== "running") return
    Atomics.store(this.signals, 1, 1)
    this.state = "paused"
    this.changed()
  }

  /** Goes on after `pause()`. */
  resume(): void {
    Atomics.store(this.signals, 1, 0)
    Atomics.notify(this.signals, 1)
    if (this.state === "paused") this.state = "running"
  }

  /** The network as it stood after the last full epoch, also while it trains. */
  get network(): Network {
    return this.latest
  }

  get progress(): TrainingProgress {
    const seconds = ((this.ended ?? performance.now()) - this.started) / 1000
    const epochs = this.history.length + this.within
    const left = epochs > 0 ? (seconds / epochs) * (this.settings.epochs - epochs) : undefined
    return { epochs, of: this.settings.epochs, seconds, left: this.ended ? 0 : left, state: this.state }
  }

  /** Calls `watcher` whenever there is news. @returns a function that ends this */
  watch(watcher: () => void): () => void {
    this.watchers.add(watcher)
    return () => this.watchers.delete(watcher)
  }

  // biome-ignore lint/suspicious/noThenProperty: a run is awaited for its result
  then<A = TrainedNetwork, B = never>(
    fulfilled?: ((value: TrainedNetwork) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    // awaiting a run in a notebook shows how far it is, unless a cell shows it already
    if (!this.shown && currentKernel()) display(this)
    return this.result.then(fulfilled, rejected)
  }

  /** How a notebook shows it at this time. */
  [displaySymbol](): Promise<MimeBundle> {
    return showRun(this)
  }

  /** Shows news as they come, until the training has ended. */
  [liveSymbol](update: (bundle: MimeBundle) => void): void {
    this.shown = true
    let drawing = false
    let again = false
    const draw = async () => {
      again = drawing
      if (drawing) return
      drawing = true
      update(await showRun(this))
      drawing = false
      if (again) void draw()
    }
    const unwatch = this.watch(() => {
      void draw()
      if (this.ended !== undefined) unwatch()
    })
  }

  toString(): string {
    return progressLine(this)
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Epoch> {
    for (let next = 0; ; ) {
      while (next < this.history.length) yield this.history[next++]
      if (this.ended !== undefined) {
        await this.result
        return
      }
      await new Promise<void>((resolve) => {
        const unwatch = this.watch(() => {
          unwatch()
          resolve()
        })
      })
    }
  }

  private sendData(worker: Worker, epoch: number, reject: (error: unknown) => void): void {
    try {
      const samples = "epoch" in this.data ? this.data.epoch(epoch) : this.data
      worker.postMessage({ epoch, fields: samples.fields() })
    } catch (error) {
      void worker.terminate()
      reject(error)
    }
  }

  private trained(network: Network, end: TrainingMessage & { kind: "end" }): TrainedNetwork {
    const { settings, history } = this
    return {
      ...network,
      parameters: end.parameters,
      initial: network.parameters,
      history,
      settings,
      stopped: end.stopped,
    }
  }

  private changed(): void {
    for (const watcher of [...this.watchers]) watcher()
  }
}
