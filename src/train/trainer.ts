import { eventEngine } from "../engine/index.js"
import { copyParameters, type Network, type Parameters } from "../network/index.js"
import { random } from "../random.js"
import type { SpikeDataset } from "../spikes/index.js"
import { growCeilings } from "./delay-ceiling.js"
import { widthSteps } from "./delay-width.js"
import { checkBatch, checkEpoch, checkUpdate } from "./divergence.js"
import { addBatch, type Epoch, meansOf, startSums } from "./epoch.js"
import { clipGradients, globalNorm, gradientNorms } from "./gradient-norms.js"
import { healthOf } from "./health.js"
import { update } from "./optimiser.js"
import { scheduleFactor } from "./schedule.js"
import type { TrainingSettings } from "./settings.js"
import { copyTraining, startTraining, type TrainingState } from "./training-state.js"

/** A training, epoch by epoch, on the thread that calls it. */
export class Trainer {
  readonly state: TrainingState
  /** As the training stood after the last epoch whose parameters have since given a finite loss and gradient: what is left when it diverges. */
  good: TrainingState
  private unproven: TrainingState | undefined
  private readonly engine

  /** @param state where it goes on, from a checkpoint; by default it begins */
  constructor(
    readonly network: Network,
    readonly settings: TrainingSettings,
    private readonly validation?: SpikeDataset,
    state: TrainingState = startTraining(network, settings),
  ) {
    this.state = copyTraining(state)
    this.good = copyTraining(state)
    this.engine = eventEngine(network, {
      threads: settings.threads,
      precision: settings.precision,
      probe: settings.probe,
    })
  }

  /** Epochs that are done. */
  get done(): number {
    return this.state.history.length
  }

  /** Whether `settings.patience` has run out. */
  get exhausted(): boolean {
    const { settings, state } = this
    return settings.patience !== undefined && this.done - (state.best?.epoch ?? 0) >= settings.patience
  }

  /**
   * Trains once over `data`, or the rest of an epoch that was left before its end.
   *
   * @param onBatch called after each batch with how many are done, of how many; training ends early when it gives back false
   * @returns the epoch, or undefined when it was ended early (parameters then stand after the last batch)
   * @throws Divergence when a number is no longer finite, or the loss has grown far beyond where it began
   */
  epoch(data: SpikeDataset, onBatch: (done: number, of: number) => boolean): Epoch | undefined {
    const { settings, state, network } = this
    const epoch = this.done + 1
    const order = random(settings.seed, 1, epoch).shuffle(Uint32Array.from({ length: data.length }, (_, i) => i))
    const batches = Math.ceil(data.length / settings.batchSize)
    if (state.partial && state.partial.samples !== data.length) {
      throw new RangeError(
        `fit: the checkpoint stands within an epoch of ${state.partial.samples} samples and is now given ${data.length}; give the same.`,
      )
    }
    state.partial ??= startSums(network, data.length)
    const sums = state.partial
    let started = performance.now()
    while (sums.batches < batches) {
      const b = sums.batches
      const samples = order.subarray(b * settings.batchSize, (b + 1) * settings.batchSize)
      const factor = scheduleFactor(settings.schedule, epoch - 1 + b / batches, settings.epochs)
      const { result, norms, clipped } = this.step(data, samples, factor)
      addBatch(sums, result, samples.length, norms, clipped)
      sums.seconds += (performance.now() - started) / 1000
      if (!onBatch(b + 1, batches)) return undefined
      // a pause is no time of training
      started = performance.now()
    }
    const { gradients, clipped, penalties, ...means } = meansOf(sums)
    const validated = this.validate()
    const health = healthOf(this.engine, state.parameters, this.validation ?? data, state.ceilings)
    const seconds = sums.seconds + (performance.now() - started) / 1000
    const penalty = settings.activity && { penalty: penalties.reduce((sum, cost) => sum + cost, 0) }
    const diagnostics = { ...health, gradients, clipped, ...(penalty && { penalties }) }
    return this.note({ epoch, ...means, ...penalty, ...validated, seconds, diagnostics })
  }

  /**
   * One update on some samples: forward, backward, clipping, optimiser.
   *
   * @param factor what the schedule makes of the rates
   * @throws Divergence when loss or gradient are not finite (parameters then stand as before), or a parameter is not after the update
   */
  step(data: SpikeDataset, samples: ArrayLike<number>, factor = 1) {
    const { settings, state, network } = this
    const seed = random(settings.seed, 2, this.done).integer(2 ** 31)
    const width = widthSteps(settings.delayWidth, this.done, settings.epochs, network.dt)
    const { dropout, activity } = settings
    const pass = { seed, widthSteps: width, dropout, activity }
    const result = this.engine.gradients(state.parameters, data, samples, settings.loss, pass)
    const norms = gradientNorms(network, result.gradients)
    checkBatch(result.loss, norms, state.history)
    this.good = this.unproven ?? this.good
    this.unproven = undefined
    const clipped = clipGradients(result.gradients, globalNorm(norms), settings.clip)
    update(settings.optimiser, network, state.parameters, result.gradients, state.optimiser, factor, state.ceilings)
    checkUpdate(network, state.parameters, state.history)
    return { result, norms, clipped }
  }

  /** The parameters to keep of `state`, by `settings.keep`, and the epoch that they are of (with a part of the next, where it was left). */
  kept(state: TrainingState = this.state): { parameters: Parameters; epoch: number } {
    const { best, parameters, history } = state
    return this.settings.keep === "best" && best ? best : { parameters, epoch: history.length }
  }

  close(): Promise<void> {
    return this.engine.close()
  }

  private note(epoch: Epoch): Epoch {
    const { state, network, settings } = this
    checkEpoch(epoch, state.history, network, settings)
    if (settings.ceiling) growCeilings(state.ceilings, settings.ceiling, network, state.parameters, epoch.epoch)
    state.history.push(epoch)
    delete state.partial
    const judged = epoch.validationLoss ?? epoch.loss
    if (!state.best || judged < state.best.loss) {
      state.best = { parameters: copyParameters(state.parameters), epoch: epoch.epoch, loss: judged }
    }
    this.unproven = copyTraining(state)
    return epoch
  }

  private validate(): Pick<Epoch, "validationLoss" | "validationAccuracy"> {
    if (!this.validation) return {}
    const everyone = Uint32Array.from({ length: this.validation.length }, (_, i) => i)
    const { loss, correct } = this.engine.evaluate(
      this.state.parameters,
      this.validation,
      everyone,
      this.settings.loss,
      { seed: random(this.settings.seed, 3).integer(2 ** 31) },
    )
    return { validationLoss: loss, validationAccuracy: correct / this.validation.length }
  }
}
