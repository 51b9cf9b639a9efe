import { availableParallelism } from "node:os"
import { Worker } from "node:worker_threads"
import { oneOf } from "../../did-you-mean.js"
import { checkOptions } from "../../known-options.js"
import {
  type ConnectionParameters,
  checkParameters,
  effectiveWeights,
  type Network,
  norm,
  type Parameters,
  tensorKinds,
  validate,
  wholeSteps,
} from "../../network/index.js"
import type { Probes } from "../../perturb/index.js"
import { fromSamples, type SampleSpikes, type SpikeDataset } from "../../spikes/index.js"
import { boundNumbers, boundsOf } from "../activity.js"
import { checkProbes, seedOf } from "../check-probes.js"
import { worthUnder } from "../dropout.js"
import type { Engine, EvaluationResult, ForwardResult, GradientResult, Loss, Pass } from "../engine.js"
import { checkLoss, lossKinds } from "../loss.js"
import { checkPass } from "../pass.js"
import { weightNormGradient } from "../weight-norm.js"
import { Batch } from "./batch.js"
import { type ProductKind, productKinds } from "./block-product.js"
import { constantsGradient, writeTables } from "./constants.js"
import { fillPairs } from "./held/synaptic.js"
import { delayPlaces, fillTables } from "./held/tables.js"
import { control, JobThread, lossAddress, lossNumbers, type ThreadStart, tasks } from "./job.js"
import { constantsAddress, kernelConstants } from "./kernel-constants.js"
import { kernelModule } from "./kernels.js"
import { graphOf, layout, type PopulationLayout } from "./layout.js"
import { fromBlocks, fromBlocksOfTwo, type Rows, toBlocks, toPairs, toTransposedBlocks } from "./weights.js"

export interface EventEngineOptions {
  /** Threads that share a batch, the calling one among them (by default every core). The result is the same on any number. */
  threads?: number
  /** Parts of a batch whose gradients are summed in order; at most as many threads can work. Changing it changes the last bits. */
  shards?: number
  /**
   * exact (default), or fast: the largest products of a gradient in 16-bit integers, with an error of about 1e-4. The first batch is
   * worked out both ways; where its error is above 1e-3, the engine says so and stays exact.
   */
  precision?: "exact" | "fast"
  /**
   * Perturbations of populations' spikes, between spike and delay, in every pass. A gradient passes them straight through: what arrives
   * at a step is credited to the neuron's potential at this step, as if no spike had been moved or deleted.
   */
  probe?: Probes
}

/** Largest relative error of a gradient tensor that a kind of product may have on the first batch; that of interpolation changes with the data. */
const allowedError: Record<ProductKind, number> = { exact: 0, interpolated: 8e-4, integers: 1e-3 }

/** What WebAssembly can address, in pages of 65536 bytes. */
const mostPages = 65536

/** Steps from which every second one is interpolated: below, gradients change too much from one to the next. */
const leastInterpolated = 200

/**
 * The fast engine: event lists forward, WebAssembly SIMD kernels, a batch shared among threads.
 * Calls block the thread that makes them; training calls it from a worker. Call `close()` when done.
 */
export class EventEngine implements Engine {
  private readonly memory: WebAssembly.Memory
  private readonly thread: JobThread
  private readonly helpers: Worker[] = []
  private readonly batch: Batch
  private readonly shards: number
  private precision: "exact" | "fast"
  private products: ProductKind = "exact"
  /** How much each spike of a population counts in the present pass: weights are loaded that much larger. */
  private worth: number[] = []
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
    const used = Math.max(1, Math.min(threads, shards))
    this.shards = shards
    const graph = graphOf(network)
    const { end, populations } = layout(graph, used, shards)
    const pages = Math.ceil(end / 65536) + 1
    if (pages > mostPages) {
      throw new RangeError(
        `event engine: this network needs ${(end / 2 ** 30).toFixed(1)} GB on ${used} threads, and WebAssembly has 4; take fewer neurons, steps, threads or shards, or the reference engine.`,
      )
    }
    this.memory = new WebAssembly.Memory({ initial: pages, maximum: mostPages, shared: true })
    const start = (thread: number): ThreadStart => ({
      graph,
      threads: used,
      shards,
      thread,
      module: kernelModule(),
      memory: this.memory,
      ...(probe && { probes: probe }),
    })
    kernelConstants.forEach((value, i) => {
      this.floats(constantsAddress + 16 * i, 4).fill(value)
    })
    this.thread = new JobThread(start(0))
    for (const { neuron, table } of populations) {
      if (neuron) this.floats(table, neuron.table.length).set(neuron.table)
    }
    for (let t = 1; t < used; t++) {
      const helper = new Worker(new URL("./thread.js", import.meta.url), { workerData: start(t) })
      helper.unref()
      this.helpers.push(helper)
    }
    this.batch = new Batch(this.memory, end)
  }

  forward(parameters: Parameters, data: SpikeDataset, samples: ArrayLike<number>, pass: Pass = {}): ForwardResult {
    this.load(parameters, pass)
    return this.run(data, samples, tasks.forward, pass)
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
    return this.withLoss(this.run(data, samples, tasks.loss, pass, loss), samples.length)
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
    const once = (products: ProductKind) => this.gradientsOnce(parameters, data, samples, loss, pass, products)
    if (this.precision === "exact") return once("exact")
    if (this.fastError !== undefined) return once(this.products)
    const exact = once("exact")
    for (const products of this.network.steps >= leastInterpolated
      ? productKinds.slice(1).reverse()
      : productKinds.slice(1, 2)) {
      this.products = products
      this.fastError = relativeError(once(products).gradients, exact.gradients)
      if (this.fastError <= allowedError[products]) return exact
    }
    this.precision = "exact"
    process.emitWarning(
      `event engine: in fast precision the first batch's gradients err by ${this.fastError!.toExponential(1)}, more than ${allowedError.integers}; it stays exact.`,
    )
    return exact
  }

  private gradientsOnce(
    parameters: Parameters,
    data: SpikeDataset,
    samples: ArrayLike<number>,
    loss: Loss,
    pass: Pass,
    products: ProductKind,
  ): GradientResult {
    const forward = this.run(data, samples, tasks.gradients, pass, loss, products)
    const { shards, shardLength } = this.thread.layout
    this.thread.kernels.addUp(shards[0], 4 * shardLength, shards.length, shardLength)
    const gradients = parameters.map((p, index) => this.gradientOf(p, index))
    return { ...this.withLoss(forward, samples.length), penalties: this.penalties(samples.length), gradients }
  }

  /** What the activity of each population adds to the loss. */
  private penalties(samples: number): number[] {
    const { results, populations } = this.thread.layout
    const costs = populations.map(() => 0)
    for (const at of results) {
      const shard = new Float64Array(this.memory.buffer, at + (3 + populations.length) * 8, populations.length)
      for (let p = 0; p < costs.length; p++) costs[p] += shard[p] / samples
    }
    return costs
  }

  /** Adds what the shards' results say of the loss. */
  private withLoss(forward: ForwardResult, samples: number): EvaluationResult {
    const { results } = this.thread.layout
    let lossSum = 0
    let correct = 0
    for (const at of results) {
      const [sampleLoss, hits] = new Float64Array(this.memory.buffer, at, 2)
      lossSum += sampleLoss
      correct += hits
    }
    return { ...forward, loss: lossSum / samples, correct }
  }

  /** Spikes of each population (input first), as they are sent on, sample by sample. */
  record(parameters: Parameters, data: SpikeDataset, samples: ArrayLike<number>, pass: Pass = {}): SpikeDataset[] {
    this.load(parameters, { dropout: pass.dropout })
    const { group, layout } = this.thread
    group.begin(seedOf(pass))
    const parts = layout.populations.map((): SampleSpikes[] => [])
    this.batch.load(data, samples, layout.classes)
    const labels = Uint16Array.from(samples, (s) => data.labels[s])
    for (let s = 0; s < samples.length; s++) {
      group.forward([this.batch.sample(s)])
      for (let p = 0; p < parts.length; p++) parts[p].push(this.spikesOf(p))
    }
    return parts.map((spikes, p) =>
      fromSamples(spikes, {
        labels,
        classNames: data.classNames,
        unitCount: layout.populations[p].size,
        steps: layout.steps,
        dt: data.dt,
        name: this.network.populations[p].name,
      }),
    )
  }

  /** Ends the helper threads. */
  async close(): Promise<void> {
    await Promise.all(this.helpers.map((helper) => helper.terminate()))
  }

  /** Spikes of a population in the sample that was run last. */
  private spikesOf(population: number): SampleSpikes {
    const { layout } = this.thread
    const { rows, offsets } = layout.populations[population].threads[0]
    const starts = new Int32Array(this.memory.buffer, offsets, layout.steps + 1)
    const units = new Uint32Array(this.memory.buffer, rows, starts[layout.steps]).map((row) => row >> 6)
    const times = new Uint16Array(units.length)
    for (let t = 0; t < layout.steps; t++) times.fill(t, starts[t], starts[t + 1])
    return { times, units }
  }

  private load(parameters: Parameters, pass: Pass = {}): void {
    const { layout } = this.thread
    checkPass(pass, this.network, false)
    checkParameters(this.network, parameters)
    const { populations } = this.network
    const shares = populations.map(({ name }) => pass.dropout?.[name] ?? 0)
    new Float64Array(this.memory.buffer, layout.dropouts, shares.length).set(shares)
    const bounds = populations.flatMap(({ name }) => boundNumbers(boundsOf(pass.activity, name)))
    new Float64Array(this.memory.buffer, layout.bounds, bounds.length).set(bounds)
    this.worth = populations.map(({ name }) => worthUnder(pass.dropout, name))
    parameters.forEach((p, index) => {
      const connection = layout.connections[index]
      const [sources, target] = [layout.populations[connection.from].size, layout.populations[connection.to]]
      const weights = scaled(effectiveWeights(p), this.worth[connection.from])
      toBlocks(this.rows, weights, sources, connection.weights)
      if (connection.transposed) {
        const length = layout.populations[connection.from].blocks * target.blocks * 256
        toTransposedBlocks(weights, target.size, sources, this.floats(connection.transposed, length))
        if (this.precision === "fast") {
          const pairs = new Int16Array(this.memory.buffer, connection.pairs, length)
          const worth = this.floats(connection.worth, sources)
          this.floats(connection.gradientBound, 1)[0] = toPairs(
            weights,
            target.size,
            sources,
            pairs,
            worth,
            connection.trainedDelay,
          )
        }
      }
      const { filter } = target.neuron!
      if (filter && p.taps) {
        const { place, taps, recursion } = filter
        this.floats(target.table + 4 * place, taps).set(p.taps)
        const numbers = recursion.of(p.taps)
        this.floats(target.table + 4 * recursion.place, numbers.length).set(numbers)
      }
      if (p.constants) writeTables(this.constantsOf(p.constants, connection.to))
      if (connection.delayed || connection.held) this.loadDelays(index, p.delaySteps, pass)
    })
  }

  private loadDelays(index: number, delaySteps: Float32Array | undefined, { widthSteps }: Pass): void {
    const { connections, populations } = this.thread.layout
    const { from, to, held, delays, latencySteps } = connections[index]
    const { delay } = this.network.connections[index]
    const [sources, targets] = [populations[from].size, populations[to].size]
    if (!delay || !delaySteps) {
      new Int32Array(this.memory.buffer, delays, sources).fill(latencySteps)
      return
    }
    if (held?.form === "synaptic") {
      const whole = (steps: number) => latencySteps + wholeSteps(delay, steps)
      fillPairs(this.memory, held, delaySteps, targets, sources, whole)
      return
    }
    const places = delayPlaces(delay, targets, sources)
    const whole = new Int32Array(this.memory.buffer, delays, places.reduce((most, at) => Math.max(most, at), 0) + 1)
    for (let i = 0; i < places.length; i++) whole[places[i]] = latencySteps + wholeSteps(delay, delaySteps[i])
    if (held) fillTables(this.memory, held, delay, delaySteps, places, this.network.dt, latencySteps, widthSteps)
  }

  private run(
    data: SpikeDataset,
    samples: ArrayLike<number>,
    task: (typeof tasks)[keyof typeof tasks],
    pass: Pass,
    loss?: Loss,
    products: ProductKind = "exact",
  ): ForwardResult {
    const { layout } = this.thread
    if (loss) checkLoss(loss, this.network)
    if (data.unitCount !== layout.populations[0].size) {
      throw new RangeError(
        `event engine: the network has ${layout.populations[0].size} inputs and the data ${data.unitCount} units.`,
      )
    }
    if (data.dt !== this.network.dt) {
      throw new RangeError(
        `event engine: the network runs steps of ${this.network.dt} ms and the data has steps of ${data.dt} ms; make both of one kind.`,
      )
    }
    if (data.steps > layout.steps) {
      throw new RangeError(
        `event engine: the network simulates ${layout.steps} steps and the data has ${data.steps}; give network() a longer duration.`,
      )
    }
    this.batch.load(data, samples, layout.classes)
    const words = new Int32Array(this.memory.buffer, 0, 64)
    words[control.task] = task
    words[control.products] = productKinds.indexOf(products)
    words[control.seed] = seedOf(pass)
    if (loss) {
      words[control.lossKind] = lossKinds.indexOf(loss.kind)
      new Float64Array(this.memory.buffer, lossAddress, 2).set(lossNumbers(loss))
    }
    Atomics.store(words, control.done, 0)
    Atomics.store(words, control.next, 0)
    Atomics.add(words, control.job, 1)
    Atomics.notify(words, control.job)
    this.thread.work()
    for (let done = Atomics.load(words, control.done); done < this.shards; done = Atomics.load(words, control.done)) {
      if (Atomics.load(words, control.failed)) throw new Error("event engine: a helper thread failed.")
      if (Atomics.wait(words, control.done, done, 60_000) === "timed-out") {
        throw new Error("event engine: a helper thread did not answer for 60 s; was it killed?")
      }
    }
    return this.collectResults(samples.length)
  }

  private collectResults(samples: number): ForwardResult {
    const { populations, steps, results } = this.thread.layout
    const spikes = populations.map(() => 0)
    let lostSpikes = 0
    for (const at of results) {
      const view = new Float64Array(this.memory.buffer, at, 3 + populations.length)
      lostSpikes += view[2]
      for (let p = 0; p < populations.length; p++) spikes[p] += view[3 + p]
    }
    const rates = populations.map(({ size }, p) => spikes[p] / (samples * size * steps))
    return { outputCounts: this.batch.counts(), rates, lostSpikes }
  }

  private gradientOf(p: ConnectionParameters, index: number): ConnectionParameters {
    const { layout } = this.thread
    const connection = layout.connections[index]
    const [source, target] = [layout.populations[connection.from], layout.populations[connection.to]]
    const size = [target.size, source.size] as const
    const blocks = layout.shards[0] + connection.weightGradient
    // sharp synaptic delays have the gradient of the delay beside that of the weight
    const beside = connection.held?.form === "synaptic" && this.floats(blocks, 2 * target.blocks * 16 * source.size)
    const ofWeights = beside ? fromBlocksOfTwo(beside, ...size, 0) : fromBlocks(this.rows, blocks, ...size)
    const acting = scaled(ofWeights, this.worth[connection.from])
    const gradient = {
      ...weightNormGradient(p, acting),
      ...(p.taps && { taps: this.tapGradient(target) }),
      ...(p.constants && {
        constants: constantsGradient(
          this.constantsOf(p.constants, connection.to),
          layout.shards[0] + target.rowGradient,
        ),
      }),
    }
    const { delay } = this.network.connections[index]
    if (!p.delaySteps || !delay) return gradient
    const delaySteps = new Float32Array(p.delaySteps.length)
    if (!connection.trainedDelay) return { ...gradient, delaySteps }
    if (beside) {
      const slopes = fromBlocksOfTwo(beside, ...size, 1)
      const weights = fromBlocks(this.rows, connection.weights, ...size)
      for (let i = 0; i < slopes.length; i++) delaySteps[i] = weights[i] * slopes[i]
      return { ...gradient, delaySteps }
    }
    const places = delayPlaces(delay, target.size, source.size)
    const values = this.floats(
      layout.shards[0] + connection.delayGradient,
      places.reduce((most, place) => Math.max(most, place), 0) + 1,
    )
    for (let i = 0; i < places.length; i++) delaySteps[i] = values[places[i]]
    return { ...gradient, delaySteps }
  }

  private constantsOf(constants: Float32Array, population: number) {
    const { neuron } = this.network.populations[population]
    const { dt } = this.network
    return {
      memory: this.memory,
      population: this.thread.layout.populations[population],
      neuron: neuron!,
      dt,
      constants,
    }
  }

  private tapGradient({ neuron, tapGradient }: PopulationLayout): Float32Array {
    const { taps, trained } = neuron!.filter!
    return trained ? this.floats(this.thread.layout.shards[0] + tapGradient, taps).slice() : new Float32Array(taps)
  }

  /** Where weights lie in rows on their way in and out. */
  private get rows(): Rows {
    const { kernels: k, layout } = this.thread
    return { k, memory: this.memory, at: layout.rows }
  }

  private floats(at: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, at, length)
  }
}

/** The fast engine for a network; see {@link EventEngine}. */
export const eventEngine = (network: Network, options?: EventEngineOptions): EventEngine =>
  new EventEngine(network, options)

/** Numbers times a factor. */
const scaled = (values: Float32Array, factor: number): Float32Array =>
  factor === 1 ? values : values.map((value) => value * factor)

/** The largest distance of a tensor from the true one, relative to its length. */
function relativeError(actual: Parameters, truth: Parameters): number {
  let worst = 0
  truth.forEach((tensors, index) => {
    for (const name of tensorKinds) {
      const [right, wrong] = [tensors[name], actual[index][name]]
      if (!right || !wrong) continue
      const length = norm(right)
      if (length > 0) worst = Math.max(worst, norm(wrong.map((value, i) => value - right[i])) / length)
    }
  })
  return worst
}
