import type { ActivityBound } from "../../src/engine/activity.js"
import type { Loss, Pass } from "../../src/engine/engine.js"
import {
  type Connection,
  type Delay,
  type NetworkGraph,
  type Neuron,
  outputOf,
  type SrmAlpha,
} from "../../src/network/index.js"
import type { SpikeDataset } from "../../src/spikes/index.js"
import { derivative, lossOfActivity, scoresOf } from "./formulas.js"
import { back, constantNames, ownNeuron, run } from "./neurons.js"

/**
 * A third engine, for tests: explicit loops in double precision, written from the equations alone (convolutions where
 * the engines use recurrences), slow, with nothing shared but the types.
 */
export interface Numbers {
  weights: ArrayLike<number>
  gains?: ArrayLike<number>
  delaySteps?: ArrayLike<number>
  taps?: ArrayLike<number>
  constants?: ArrayLike<number>
}

/** Steps x neurons. */
type Grid = number[][]

/** What one sample did. */
export interface Trace {
  /** By population; none for the input. */
  potentials: Grid[]
  /** By population; of a leaky integrator, its potentials. */
  spikes: Grid[]
  /** By population: weighted input. */
  inputs: Grid[]
  /** By connection, target and source: spikes as they arrive, by step. */
  arrived: number[][][][]
  lost: number
}

export interface ReferenceResult {
  loss: number
  /** By sample. */
  traces: Trace[]
  counts: number[][]
  lostSpikes: number
  gradients: { weights: number[]; gains?: number[]; delaySteps?: number[]; taps?: number[]; constants?: number[] }[]
}

const grid = (steps: number, neurons: number): Grid => Array.from({ length: steps }, () => new Array(neurons).fill(0))
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0)

/** Forward, and gradients by surrogate; those of forward networks only (for others, see {@link smoothLoss}). */
export function reference(
  net: NetworkGraph,
  parameters: readonly Numbers[],
  data: SpikeDataset,
  samples: number[],
  loss: Loss,
  pass: Pass = {},
): ReferenceResult {
  const traces = samples.map((s) => forward(net, parameters, data, s, pass))
  const gradients = parameters.map(({ weights, gains, delaySteps, taps, constants }) => ({
    weights: new Array(weights.length).fill(0),
    ...(gains && { gains: new Array(gains.length).fill(0) }),
    ...(delaySteps && { delaySteps: new Array(delaySteps.length).fill(0) }),
    ...(taps && { taps: new Array(taps.length).fill(0) }),
    ...(constants && { constants: new Array(constants.length).fill(0) }),
  }))
  const output = outputOf(net).neuron!
  const counts = traces.map((trace) => scoresOf(output, outputIn(net, trace)))
  const losses = samples.map((s, i) => {
    const { value, gradient } = lossOfActivity(loss, output, outputIn(net, traces[i]), data.labels[s])
    const scaled = gradient.map((row) => row.map((g) => g / samples.length))
    if (!isCyclic(net)) backward(net, parameters, traces[i], scaled, gradients, pass)
    return value
  })
  const lostSpikes = sum(traces.map(({ lost }) => lost))
  return { loss: sum(losses) / samples.length, traces, counts, lostSpikes, gradients }
}

/**
 * The loss as a smooth function of the parameters, around a point where `traces` were taken: spikes are
 * s + F(u) - F(u at that point), F' being the surrogate; resets and refractory responses keep the spikes of that point; a sharp delay
 * adds -(change) x (s(t+1) - s(t)), a spread one is what it is. What activity costs is counted in (counts are then sums of smooth spikes). Its true gradient at the point is what surrogate training calls the gradient, so finite differences of it check that.
 */
export function smoothLoss(
  net: NetworkGraph,
  at: readonly Numbers[],
  traces: Trace[],
  data: SpikeDataset,
  samples: number[],
  loss: Loss,
  pass: Pass = {},
): (parameters: readonly Numbers[]) => number {
  return (parameters) => {
    const losses = samples.map((s, i) => {
      const trace = forward(net, parameters, data, s, pass, { at, trace: traces[i] })
      const asked = lossOfActivity(
        loss,
        outputOf(net).neuron!,
        outputIn(net, trace),
        data.labels[s],
        outputIn(net, traces[i]),
      )
      return asked.value + penaltyOf(net, trace, pass)
    })
    return sum(losses) / samples.length
  }
}

/** What crossed bounds of activity cost in a sample. */
export function penaltyOf(net: NetworkGraph, { spikes }: Trace, { activity = {} }: Pass): number {
  return sum(
    net.populations.map(({ name, size }, p) => {
      const counts = Array.from({ length: size }, (_, unit) => sum(spikes[p].map((row) => row[unit])))
      const cost = (bound: ActivityBound | undefined, sign: 1 | -1) => {
        if (!bound) return 0
        const { spikes: most, strength = 1, of = sign > 0 ? "mean" : "neuron" } = bound
        const bounded = of === "mean" ? [sum(counts) / size] : counts
        return (strength * sum(bounded.map((n) => Math.max(0, sign * (n - most)) ** 2))) / bounded.length
      }
      const { upper, lower } = activity[name] ?? {}
      return cost(upper, 1) + cost(lower, -1)
    }),
  )
}

function forward(
  net: NetworkGraph,
  parameters: readonly Numbers[],
  data: SpikeDataset,
  sample: number,
  pass: Pass,
  smooth?: { at: readonly Numbers[]; trace: Trace },
): Trace {
  const silent = net.populations.map(({ size }) => grid(net.steps, size))
  const trace: Trace = { potentials: [], spikes: silent, inputs: [], arrived: [], lost: 0 }
  // what comes round in a cycle takes a step at least: each pass is right for one step more than the one before
  const passes = isCyclic(net) ? net.steps : 1
  for (let round = 0; round < passes; round++) forwardPass(net, parameters, data, sample, pass, trace, smooth)
  return trace
}

const isCyclic = (net: NetworkGraph) => net.connections.some(({ from, to }) => place(net, from) >= place(net, to))

/** Runs every population once, on what the trace has of the others. */
function forwardPass(
  net: NetworkGraph,
  parameters: readonly Numbers[],
  data: SpikeDataset,
  sample: number,
  pass: Pass,
  trace: Trace,
  smooth?: { at: readonly Numbers[]; trace: Trace },
): void {
  trace.lost = 0
  net.populations.forEach(({ name, size, neuron }, p) => {
    const spikes = grid(net.steps, size)
    trace.potentials[p] = grid(neuron ? net.steps : 0, size)
    if (!neuron) {
      trace.spikes[p] = spikes
      for (let k = data.offsets[sample]; k < data.offsets[sample + 1]; k++) spikes[data.times[k]][data.units[k]] = 1
      return
    }
    const input = grid(net.steps, size)
    net.connections.forEach((connection, c) => {
      if (connection.to !== name) return
      const sent = trace.spikes[place(net, connection.from)]
      const { delay, latencySteps = 0 } = connection
      const w = effective(parameters[c], sent[0].length)
      trace.lost += lostOf(sent, size, connection, parameters[c].delaySteps)
      trace.arrived[c] = w.map((row, k) =>
        row.map((_, j) => {
          const steps = delayOf(parameters[c], delay, k, j, row.length)
          const then = smooth ? delayOf(smooth.at[c], delay, k, j, row.length) : steps
          const isSpread = delay && spread(delay) && pass.widthSteps !== undefined
          const arrived = isSpread
            ? spreadOver(later(column(sent, j), latencySteps), sharesOf(steps, pass.widthSteps!, delay, net.dt))
            : later(column(sent, j), latencySteps + whole(delay, then))
          const frozen = smooth?.trace.arrived[c][k][j]
          const heard = isSpread || !frozen ? arrived : moved(delay, arrived, frozen, steps - then)
          for (let t = 0; t < net.steps; t++) input[t][k] += row[j] * heard[t]
          return arrived
        }),
      )
    })
    trace.inputs[p] = input
    const { taps, constants } = parameters[firstInto(net, name)]
    const around = smooth && { spikes: smooth.trace.spikes[p], potentials: smooth.trace.potentials[p] }
    for (let n = 0; n < size; n++) {
      const one = ownNeuron(neuron, constants, n)
      const course = run(one, net.dt, column(input, n), taps, around && courseOf(around, n))
      for (let t = 0; t < net.steps; t++) {
        spikes[t][n] = course.spikes[t]
        trace.potentials[p][t][n] = course.potentials[t]
      }
    }
    trace.spikes[p] = spikes
  })
}

const column = (values: Grid, n: number): number[] => values.map((row) => row[n])
const courseOf = ({ potentials, spikes }: { potentials: Grid; spikes: Grid }, n: number) => ({
  potentials: column(potentials, n),
  spikes: column(spikes, n),
})

function backward(
  net: NetworkGraph,
  parameters: readonly Numbers[],
  trace: Trace,
  outputGradient: Grid,
  into: ReferenceResult["gradients"],
  pass: Pass,
): void {
  const spikeGradients = net.populations.map(({ size }) => grid(net.steps, size))
  spikeGradients[net.populations.length - 1] = outputGradient
  for (let p = net.populations.length - 1; p >= 0; p--) {
    const { neuron, name } = net.populations[p]
    if (!neuron) continue
    const first = firstInto(net, name)
    const { taps, constants } = parameters[first]
    const course = { potentials: trace.potentials[p], spikes: trace.spikes[p] }
    const ownOf = (n: number) => ownNeuron(neuron, constants, n)
    const inputGradient = throughNeuron(ownOf, net.dt, course, spikeGradients[p], taps)
    if (constants)
      throughConstants(neuron, net.dt, constants, trace.inputs[p], course, spikeGradients[p], into[first].constants!)
    const trained = neuron.kind === "srmAlpha" && neuron.psp?.trained
    if (taps && trained) throughTaps(neuron, trace.potentials[p], trace.inputs[p], spikeGradients[p], into[first].taps!)
    net.connections.forEach((connection, c) => {
      if (connection.to !== name) return
      const source = place(net, connection.from)
      throughWeights(parameters[c], trace.arrived[c], inputGradient, into[c])
      const w = effective(parameters[c], net.populations[source].size)
      const sent = trace.spikes[source]
      const link = { connection, numbers: parameters[c], w, dt: net.dt }
      throughDelay(link, pass, sent, trace.arrived[c], inputGradient, spikeGradients[source], into[c])
    })
  }
}

/** From the gradient of spikes to that of the input current. */
function throughNeuron(
  ownOf: (n: number) => Neuron,
  dt: number,
  course: { potentials: Grid; spikes: Grid },
  spikeGradient: Grid,
  taps?: ArrayLike<number>,
): Grid {
  const { potentials } = course
  const out = grid(potentials.length, potentials[0].length)
  for (let n = 0; n < potentials[0].length; n++) {
    const gradient = back(ownOf(n), dt, courseOf(course, n), column(spikeGradient, n), taps)
    for (const [t, g] of gradient.entries()) out[t][n] = g
  }
  return out
}

/** Adds the gradient of the taps: each carries the input of so many steps before. */
function throughTaps(neuron: SrmAlpha, potentials: Grid, input: Grid, spikeGradient: Grid, into: number[]): void {
  for (const [t, row] of potentials.entries())
    for (const [n, u] of row.entries())
      for (let k = 0; k < into.length && k <= t; k++)
        into[k] += spikeGradient[t][n] * derivative(neuron, u) * input[t - k][n]
}

/** Adds the gradient of trained constants: finite differences of each neuron's own smooth course. */
function throughConstants(
  neuron: Neuron,
  dt: number,
  constants: ArrayLike<number>,
  input: Grid,
  course: { potentials: Grid; spikes: Grid },
  spikeGradient: Grid,
  into: number[],
): void {
  const count = constants.length / constantNames(neuron).length
  const step = 1e-5
  for (let n = 0; n < input[0].length; n++) {
    const g = column(spikeGradient, n)
    for (let k = n % count; k < constants.length; k += count) {
      const value = (by: number) => {
        const moved = Array.from(constants, (v, i) => (i === k ? v + by : v))
        const { spikes } = run(ownNeuron(neuron, moved, n), dt, column(input, n), undefined, courseOf(course, n))
        return sum(spikes.map((s, t) => s * g[t]))
      }
      into[k] += (value(step) - value(-step)) / (2 * step)
    }
  }
}

const firstInto = (net: NetworkGraph, name: string) => net.connections.findIndex(({ to }) => to === name)

/** Adds weight (and gain) gradients. */
function throughWeights(
  parameters: Numbers,
  arrived: number[][][],
  inputGradient: Grid,
  into: ReferenceResult["gradients"][number],
): void {
  for (const [k, pairs] of arrived.entries()) {
    const sources = pairs.length
    const dw = pairs.map((spikes) => sum(spikes.map((s, t) => s * inputGradient[t][k])))
    const v = Array.from({ length: sources }, (_, j) => parameters.weights[k * sources + j])
    const length = Math.hypot(...v)
    const along = sum(dw.map((g, j) => (g * v[j]) / length))
    if (parameters.gains) into.gains![k] += along
    for (const [j, g] of dw.entries()) {
      into.weights[k * sources + j] += parameters.gains
        ? (parameters.gains[k] / length) * (g - (along * v[j]) / length)
        : g
    }
  }
}

/** Adds delay gradients, and what passes to the spikes as they were sent, pair by pair. */
function throughDelay(
  { connection, numbers, w, dt }: { connection: Connection; numbers: Numbers; w: Grid; dt: number },
  { widthSteps }: Pass,
  sent: Grid,
  arrived: number[][][],
  inputGradient: Grid,
  sentGradient: Grid,
  into: ReferenceResult["gradients"][number],
): void {
  const { delay, latencySteps = 0 } = connection
  for (const [k, row] of w.entries()) {
    const g = column(inputGradient, k)
    for (const [j, weight] of row.entries()) {
      const steps = delayOf(numbers, delay, k, j, row.length)
      const place = delay?.kind === "axonal" ? j : delay?.kind === "dendritic" ? k : k * row.length + j
      if (delay && spread(delay) && widthSteps !== undefined) {
        const shares = sharesOf(steps, widthSteps, delay, dt)
        const mean = sum(shares.map((share, n) => share * n))
        for (let t = 0; t < g.length; t++) {
          for (let n = 0; n < shares.length && t + latencySteps + n < g.length; n++) {
            const passed = weight * shares[n] * g[t + latencySteps + n]
            sentGradient[t][j] += passed
            into.delaySteps![place] += (passed * sent[t][j] * (n - mean)) / widthSteps ** 2
          }
        }
        continue
      }
      for (let t = 0; t < g.length; t++) {
        const sentAt = t - latencySteps - whole(delay, steps)
        if (sentAt >= 0) sentGradient[sentAt][j] += weight * g[t]
        const [before, here, after] = [t - 1, t, t + 1].map((at) => g[at] ?? 0)
        const slope = delay?.gradient === "interpolation" ? after - here : here - before
        if (delay?.trained) into.delaySteps![place] += weight * arrived[k][j][t] * slope
      }
    }
  }
}

const spread = ({ trained, gradient }: Delay) => trained && gradient === "gaussian"

const whole = (delay: Delay | undefined, steps: number) => (delay && spread(delay) ? Math.round : Math.floor)(steps)

/** Delay of the pair of target k and source j (steps). */
function delayOf({ delaySteps }: Numbers, delay: Delay | undefined, k: number, j: number, sources: number): number {
  if (!delay || !delaySteps) return 0
  return delaySteps[{ axonal: j, dendritic: k, synaptic: k * sources + j }[delay.kind]]
}

const later = (course: number[], by: number) => course.map((_, t) => course[t - by] ?? 0)

/** Gaussian around a delay over all steps within its bounds. */
function sharesOf(steps: number, width: number, { min, max }: Delay, dt: number): number[] {
  const weights = Array.from({ length: Math.ceil(max / dt) + 1 }, (_, n) =>
    n < Math.floor(min / dt) ? 0 : Math.exp(-((n - steps) ** 2) / (2 * width ** 2)),
  )
  return weights.map((w) => w / sum(weights))
}

const spreadOver = (course: number[], shares: number[]) =>
  course.map((_, t) => sum(shares.map((share, n) => share * (course[t - n] ?? 0))))

/** Spikes that arrive past the window, by the share of the targets. */
function lostOf(
  sent: Grid,
  targets: number,
  { delay, latencySteps = 0 }: Connection,
  delaySteps?: ArrayLike<number>,
): number {
  let lost = 0
  const each = delay && delay.kind !== "axonal" ? targets : 1
  for (const [t, row] of sent.entries())
    for (const [j, s] of row.entries())
      for (let k = 0; k < each; k++) {
        const by = whole(delay, delayOf({ weights: [], delaySteps }, delay, k, j, row.length))
        if (t + latencySteps + by >= sent.length) lost += s
      }
  return lost / each
}

/** Arrived spikes when a delay changes by a little, as SLAYER's derivative has it, or interpolation. */
function moved(delay: Delay | undefined, arrived: number[], frozen: number[], by: number): number[] {
  return arrived.map((s, t) => {
    const [before, here, after] = [t - 1, t, t + 1].map((at) => frozen[at] ?? 0)
    return s + by * (delay?.gradient === "interpolation" ? before - here : here - after)
  })
}

function effective({ weights, gains }: Numbers, sources: number): number[][] {
  const rows = Array.from({ length: weights.length / sources }, (_, k) =>
    Array.from({ length: sources }, (_, j) => weights[k * sources + j]),
  )
  return gains ? rows.map((row, k) => row.map((v) => (gains[k] * v) / Math.hypot(...row))) : rows
}

const place = (net: NetworkGraph, name: string) => net.populations.findIndex((p) => p.name === name)

const outputIn = (net: NetworkGraph, trace: Trace): Grid => trace.spikes[place(net, outputOf(net).name)]
