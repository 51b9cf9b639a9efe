import { Worker } from "node:worker_threads"
import type { MimeBundle } from "../display/index.js"
import { type Network, validate } from "../network/index.js"
import type { SpikeDataset } from "../spikes/index.js"
import type { Checkpoint } from "./checkpoint.js"
import type { Epoch } from "./epoch.js"
import { LiveRun, type RunOptions } from "./live-run.js"
import { plainNetwork } from "./plain-network.js"
import type { TrainingSettings } from "./settings.js"
import { progressLine, showProgress } from "./show-progress.js"
import { TrainingDiverged } from "./training-diverged.js"
import {
  type Ending,
  holdBit,
  type Outcome,
  reportBit,
  type TrainingMessage,
  type TrainingStart,
} from "./training-messages.js"
import type { TrainingState } from "./training-state.js"

/** A data set, or one that is drawn anew for each epoch (counted from 1). */
export type TrainingData = SpikeDataset | { epoch(epoch: number): SpikeDataset }

/** A network that has been trained. */
export interface TrainedNetwork extends Network {
  readonly history: readonly Epoch[]
  readonly settings: TrainingSettings
  /** Whether it was stopped before its last epoch. */
  readonly stopped: boolean
  /** Why the training ended: all epochs done, no better validation loss for `patience` epochs, stopped, or diverged. */
  readonly ending: Ending | "diverged"
  /** The epoch whose parameters were kept (0: those of the start). */
  readonly keptEpoch: number
}

export interface TrainingRunOptions extends RunOptions {
  validation?: SpikeDataset
  /** Where the training goes on. */
  state?: TrainingState
}

/** Someone who waits for a checkpoint. */
interface Asking {
  resolve(checkpoint: Checkpoint): void
  reject(reason: unknown): void
}

/**
 * A training under way in a thread of its own: await it for the trained network, or iterate it for its epochs.
 * Interrupting the notebook, an aborted signal or `stop()` end it after the present batch; what it has learned is kept.
 */
export class TrainingRun extends LiveRun<TrainedNetwork, Epoch> {
  private readonly signals = new Int32Array(new SharedArrayBuffer(8))
  private readonly start: Network
  private latest: Network
  private asking: Asking[] = []
  private last: Checkpoint | undefined

  constructor(
    network: Network,
    private readonly data: TrainingData,
    readonly settings: TrainingSettings,
    options: TrainingRunOptions = {},
  ) {
    const { state, signal } = options
    super(settings.epochs, options, state?.history)
    this.start = network
    this.latest = state ? { ...network, parameters: state.parameters } : network
    const validation = options.validation?.fields()
    const workerData: TrainingStart = {
      network: plainNetwork(network),
      settings,
      validation,
      state,
      signals: this.signals,
    }
    const worker = new Worker(new URL("./training-thread.js", import.meta.url), { workerData })
    const work = new Promise<TrainedNetwork>((resolve, reject) => {
      worker.on("message", (message: TrainingMessage) => this.hear(message, worker, resolve, reject))
      worker.on("error", reject)
      worker.on("exit", () => reject(new Error("training: its thread ended before it was done.")))
    })
    this.begin(work, signal)
    work.then(
      () => this.answer(),
      (reason: unknown) => this.answer(reason),
    )
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
    Atomics.or(this.signals, 1, holdBit)
    this.state = "paused"
    this.changed()
  }

  /** Goes on after `pause()`. */
  resume(): void {
    Atomics.and(this.signals, 1, ~holdBit)
    Atomics.notify(this.signals, 1)
    if (this.state === "paused") this.state = "running"
  }

  /**
   * Where the training stands after the present batch, also while it is paused, and after its end: `fit(net, data, { resume: checkpoint })`
   * goes on from there to the same bits. {@link saveCheckpoint} keeps it in a file.
   *
   * @throws what the run throws, where it failed
   */
  checkpoint(): Promise<Checkpoint> {
    if (this.last) return Promise.resolve(this.last)
    return new Promise((resolve, reject) => {
      this.asking.push({ resolve, reject })
      Atomics.or(this.signals, 1, reportBit)
      Atomics.notify(this.signals, 1)
      // a run that has failed answers at once
      if (this.state === "failed") this.settled().then(undefined, (reason: unknown) => this.answer(reason))
    })
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

  private hear(
    message: TrainingMessage,
    worker: Worker,
    resolve: (trained: TrainedNetwork) => void,
    reject: (reason: unknown) => void,
  ): void {
    if (message.kind === "data") this.sendData(worker, message.epoch, reject)
    else if (message.kind === "batch") this.within = message.done / message.of
    else if (message.kind === "epoch") {
      this.within = 0
      this.history.push(message.epoch)
      this.latest = { ...this.latest, parameters: message.parameters }
    } else if (message.kind === "state") {
      for (const { resolve } of this.asking.splice(0)) resolve(this.checkpointOf(message.state))
    } else if (message.kind === "end") {
      this.state = message.ending === "stopped" ? "stopped" : "done"
      this.last = this.checkpointOf(message.outcome.state)
      resolve(this.trained(message.outcome, message.ending))
    } else if (message.kind === "diverged") {
      this.last = this.checkpointOf(message.outcome.state)
      const kept = this.trained(message.outcome, "diverged")
      reject(new TrainingDiverged(message.message, message.epoch, kept, this.last))
    } else reject(new Error(message.message))
    if (message.kind !== "data") this.changed()
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

  /** Answers those who still wait for a checkpoint when the training has ended. */
  private answer(reason?: unknown): void {
    for (const { resolve, reject } of this.asking.splice(0)) {
      if (this.last) resolve(this.last)
      else reject(reason)
    }
  }

  private checkpointOf(state: TrainingState): Checkpoint {
    return { network: validate(plainNetwork(this.start)), settings: this.settings, state }
  }

  private trained({ parameters, epoch, state }: Outcome, ending: TrainedNetwork["ending"]): TrainedNetwork {
    const { settings, start } = this
    return {
      ...start,
      parameters,
      initial: start.parameters,
      history: state.history,
      settings,
      stopped: ending === "stopped",
      ending,
      keptEpoch: epoch,
    }
  }
}
