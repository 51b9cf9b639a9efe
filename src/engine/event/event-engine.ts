import { availableParallelism } from "node:os"
import { oneOf } from "../../did-you-mean.js"
import { checkOptions } from "../../known-options.js"
import { type Network, type Parameters, validate } from "../../network/index.js"
import type { Probes } from "../../perturb/index.js"
import { fromSamples, type SampleSpikes, type SpikeDataset } from "../../spikes/index.js"
import { checkProbes, seedOf } from "../check-probes.js"
import type { Engine, EvaluationResult, ForwardResult, GradientResult, Loss, Pass } from "../engine.js"
import { checkLoss } from "../loss.js"
import { checkPass } from "../pass.js"
import { Batch } from "./batch.js"
import type { ProductKind } from "./block-product.js"
import { type Job, tasks } from "./control.js"
import { Crew } from "./crew.js"
import type { EnginePlace } from "./engine-place.js"
import { checkFits } from "./fits.js"
import { graphOf } from "./layout/layout.js"
import { loadParameters } from "./load-parameters.js"
import { type Precision, productsFor } from "./precision.js"
import { readGradients } from "./read-gradients.js"
import { recordedSpikes } from "./recording.js"
import { sumResults } from "./results.js"

export interface EventEngineOptions {
  /** Threads that share a batch, the calling one among them (by default every core). The result is the same on any number. */
  threads?: number
  /** Parts of a batch whose gradients are summed in order; at most as many threads can work. Changing it changes the last bits. */
  shards?: number
  /**
   * exact (default), or fast: the largest products of a gradient in 16-bit integers, with an error of about 1e-4. The first batch is
   * worked out both ways; where its error is above 1e-3, the engine says so and stays exact.
   */
  precision?: Precision
  /**
   * Perturbations of populations' spikes, between spike and delay, in every pass. A gradient passes them straight through: what arrives
   * at a step is credited to the neuron's potential at this step, as if no spike had been moved or deleted.
   */
  probe?: Probes
}

/**
 * The fast engine: event lists forward, WebAssembly SIMD kernels, a batch shared among threads.
 * Calls block the thread that makes them; training calls it from a worker. Call `close()` when done.
 */
export class EventEngine implements Engine {
  private readonly crew: Crew
  private readonly batch: Batch
  private readonly place: EnginePlace
  private readonly precision: Precision
  /** How products are worked out; in fast precision the first batch tells. */
  private products: ProductKind | undefined
  /** Largest relative error of a gradient tensor of the first batch, once the fast mode has measured it. */
  fastError: number | undefined

  constructor(
    readonly network: Network,
    options: EventEngineOptions = {},
  ) {
    checkOptions("event engine", options, { threads: true, shards: true, precision: true, probe: true })
    const { threads = availableParallelism(), shards = 8, precision = "exact", probe } = options
    validate(network)
    oneOf("precision", precision, ["exact", "fast"])
    checkProbes(probe, network)
    this.precision = precision
    if (precision === "exact") this.products = "exact"
    this.crew = new Crew(graphOf(network), Math.max(1, Math.min(threads, shards)), shards, probe)
    const { memory, own } = this.crew
    this.place = { network, memory, k: own.kernels, layout: own.layout }
    this.batch = new Batch(memory, own.layout.end)
  }

  forward(parameters: Parameters, data: SpikeDataset, samples: ArrayLike<number>, pass: Pass = {}): ForwardResult {
    this.load(parameters, pass)
    const { outputCounts, rates, lostSpikes } = this.run(data, samples, pass, { task: tasks.forward })
    return { outputCounts, rates, lostSpikes }
  }

  /** Loss and correct decisions, without gradients. */
  evaluate(
    parameters: Parameters,
    data: SpikeDataset,
    samples: ArrayLike<number>,
    loss: Loss,
    pass: Pass = {},
  ): EvaluationResult {
    this.load(parameters, pass)
    const { penalties: _, ...result } = this.run(data, samples, pass, { task: tasks.loss, loss })
    return result
  }

  gradients(
    parameters: Parameters,
    data: SpikeDataset,
    samples: ArrayLike<number>,
    loss: Loss,
    pass: Pass = {},
  ): GradientResult {
    checkPass(pass, this.network, true)
    this.load(parameters, pass)
    const by = (products: ProductKind): GradientResult => {
      const result = this.run(data, samples, pass, { task: tasks.gradients, loss, products })
      return { ...result, gradients: readGradients(this.place, parameters, pass) }
    }
    if (this.products) return by(this.products)
    const exact = by("exact")
    const { products, error } = productsFor(this.network.steps, exact.gradients, (kind) => by(kind).gradients)
    this.products = products
    this.fastError = error
    return exact
  }

  /** Spikes of each population (input first), as they are sent on, sample by sample. */
  record(parameters: Parameters, data: SpikeDataset, samples: ArrayLike<number>, pass: Pass = {}): SpikeDataset[] {
    this.load(parameters, { dropout: pass.dropout })
    const { memory, layout } = this.place
    const { group } = this.crew.own
    group.begin(seedOf(pass))
    const parts = layout.populations.map((): SampleSpikes[] => [])
    this.batch.load(data, samples, layout.classes)
    for (let s = 0; s < samples.length; s++) {
      group.forward([this.batch.sample(s)])
      for (let p = 0; p < parts.length; p++) parts[p].push(recordedSpikes(memory, layout, p))
    }
    const labels = Uint16Array.from(samples, (s) => data.labels[s])
    return this.network.populations.map(({ name, size }, p) =>
      fromSamples(parts[p], {
        labels,
        classNames: data.classNames,
        unitCount: size,
        steps: layout.steps,
        dt: data.dt,
        name,
      }),
    )
  }

  /** Ends the helper threads. */
  close(): Promise<void> {
    return this.crew.close()
  }

  private load(parameters: Parameters, pass: Pass): void {
    loadParameters(this.place, parameters, pass, this.precision === "fast" && this.products !== "exact")
  }

  /** Runs a batch by the parameters that were loaded last. */
  private run(
    data: SpikeDataset,
    samples: ArrayLike<number>,
    pass: Pass,
    { task, loss, products = "exact" }: Partial<Job> & Pick<Job, "task">,
  ): Omit<GradientResult, "gradients"> {
    const { network, memory, layout } = this.place
    if (loss) checkLoss(loss, network)
    checkFits(network, data)
    this.batch.load(data, samples, layout.classes)
    this.crew.run({ task, products, seed: seedOf(pass), ...(loss && { loss }) })
    const { spikes, lost, ...result } = sumResults(memory, layout, samples.length)
    const rates = spikes.map((count, p) => count / (samples.length * layout.populations[p].size * layout.steps))
    return { ...result, outputCounts: this.batch.counts(), rates, lostSpikes: lost }
  }
}

/** The fast engine for a network; see {@link EventEngine}. */
export const eventEngine = (network: Network, options?: EventEngineOptions): EventEngine =>
  new EventEngine(network, options)
