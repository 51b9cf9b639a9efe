import { Worker } from "node:worker_threads"
import type { MimeBundle } from "../display/index.js"
import type { Network } from "../network/index.js"
import type { SpikeDataset } from "../spikes/index.js"
import { LiveRun, type RunOptions } from "./live-run.js"
import { progressLine, showProgress } from "./show-progress.js"
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

/**
 * A training under way in a thread of its own: await it for the trained network, or iterate it for its epochs.
 * Interrupting the notebook, an aborted signal or `stop()` end it after the present batch; what it has learned is kept.
 */
export class TrainingRun extends LiveRun<TrainedNetwork, Epoch> {
  private readonly signals = new Int32Array(new SharedArrayBuffer(8))
  private latest: Network

  constructor(
    network: Network,
    private readonly data: TrainingData,
    readonly settings: TrainingSettings,
    options: RunOptions & { validation?: SpikeDataset } = {},
  ) {
    super(settings.epochs, options)
    this.latest = network
    const validation = options.validation?.fields()
    const start: TrainingStart = { network: plain(network), settings, validation, signals: this.signals }
    const worker = new Worker(new URL("./training-thread.js", import.meta.url), { workerData: start })
    const work = new Promise<TrainedNetwork>((resolve, reject) => {
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
      worker.on("error", reject)
      worker.on("exit", () => reject(new Error("training: its thread ended before it was done.")))
    })
    this.begin(work, options.signal)
  }

  /** Ends the training after the present batch; gives what it has learned so far. */
  stop(): Promise<TrainedNetwork> {
    Atomics.store(this.signals, 0, 1)
    this.resume()
    return this.settled()
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

  override toString(): string {
    return progressLine(this)
  }

  protected override picture(): Promise<MimeBundle> {
    return showProgress(this)
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
}

/** Without the method by which it shows itself: a thread takes plain data only. */
const plain = ({ dt, steps, populations, connections, parameters }: Network): Network => ({
  dt,
  steps,
  populations,
  connections,
  parameters,
})
