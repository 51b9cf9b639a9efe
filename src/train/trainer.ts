import { eventEngine, type Loss } from "../engine/index.js"
import { copyParameters, type Network, type Parameters } from "../network/index.js"
import { random } from "../random.js"
import type { SpikeDataset } from "../spikes/index.js"
import { type Optimiser, type OptimiserState, startState, update } from "./optimiser.js"
import { type Schedule, scheduleFactor } from "./schedule.js"

/** What one epoch of training gave. */
export interface Epoch {
  /** Counts from 1. */
  readonly epoch: number
  readonly loss: number
  readonly accuracy: number
  readonly validationLoss?: number
  readonly validationAccuracy?: number
  /** Spikes a neuron and step by population, input first. */
  readonly rates: readonly number[]
  /** Spikes that delays pushed past the window, a sample. */
  readonly lostSpikes: number
  readonly seconds: number
}

/** Everything about a training but its data: plain, so that it can be recorded and sent. */
export interface TrainingSettings {
  readonly loss: Loss
  readonly optimiser: Optimiser
  readonly schedule: Schedule
  readonly epochs: number
  readonly batchSize: number
  readonly seed: number
  readonly threads?: number
  /** Which parameters are kept: those of the epoch with the lowest validation loss (the paper's), or the last. */
  readonly keep: "best" | "last"
}

/** Where a training stands. */
export interface TrainingState {
  parameters: Parameters
  optimiser: OptimiserState
  best?: { parameters: Parameters; epoch: number; loss: number }
  history: Epoch[]
}

/** A training, epoch by epoch, on the thread that calls it. */
export class Trainer {
  readonly state: TrainingState
  private readonly engine

  constructor(
    readonly network: Network,
    readonly settings: TrainingSettings,
    private readonly validation?: SpikeDataset,
  ) {
    const parameters = copyParameters(network.parameters!)
    this.state = { parameters, optimiser: startState(parameters), history: [] }
    this.engine = eventEngine(network, { threads: settings.threads })
  }

  /**
   * Trains once over `data`.
   *
   * @param onBatch called after each batch with how many are done, of how many; training ends early when it gives back false
   * @returns the epoch, or undefined when it was ended early (parameters then stand after the last batch)
   * @throws Error when the loss is no longer finite
   */
  epoch(data: SpikeDataset, onBatch: (done: number, of: number) => boolean): Epoch | undefined {
    const { settings, state, network } = this
    const started = performance.now()
    const epoch = state.history.length + 1
    const order = random(settings.seed, 1, epoch).shuffle(Uint32Array.from({ length: data.length }, (_, i) => i))
    const batches = Math.ceil(data.length / settings.batchSize)
    let loss = 0
    let correct = 0
    let lost = 0
    const rates = network.populations.map(() => 0)
    for (let b = 0; b < batches; b++) {
      const samples = order.subarray(b * settings.batchSize, (b + 1) * settings.batchSize)
      const result = this.engine.gradients(state.parameters, data, samples, settings.loss)
      if (!Number.isFinite(result.loss)) {
        throw new Error(
          `training: the loss is ${result.loss} in epoch ${epoch}; lower the rate (${settings.optimiser.rate}).`,
        )
      }
      const factor = scheduleFactor(settings.schedule, epoch - 1 + b / batches, settings.epochs)
      update(settings.optimiser, network, state.parameters, result.gradients, state.optimiser, factor)
      loss += result.loss * samples.length
      correct += result.correct
      lost += result.lostSpikes
      result.rates.forEach((rate, p) => {
        rates[p] += (rate * samples.length) / data.length
      })
      if (!onBatch(b + 1, batches)) return undefined
    }
    const done: Epoch = {
      epoch,
      loss: loss / data.length,
      accuracy: correct / data.length,
      ...this.validate(),
      rates,
      lostSpikes: lost / data.length,
      seconds: (performance.now() - started) / 1000,
    }
    state.history.push(done)
    const judged = done.validationLoss ?? done.loss
    if (!state.best || judged < state.best.loss) {
      state.best = { parameters: copyParameters(state.parameters), epoch, loss: judged }
    }
    return done
  }

  /** The parameters to keep, by `settings.keep`. */
  kept(): Parameters {
    return this.settings.keep === "best" && this.state.best ? this.state.best.parameters : this.state.parameters
  }

  close(): Promise<void> {
    return this.engine.close()
  }

  private validate(): Pick<Epoch, "validationLoss" | "validationAccuracy"> {
    if (!this.validation) return {}
    const everyone = Uint32Array.from({ length: this.validation.length }, (_, i) => i)
    const { loss, correct } = this.engine.evaluate(this.state.parameters, this.validation, everyone, this.settings.loss)
    return { validationLoss: loss, validationAccuracy: correct / this.validation.length }
  }
}
