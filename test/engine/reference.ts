import type { Loss } from "../../src/engine/engine.js"
import { type Connection, type NetworkGraph, type Neuron, outputOf } from "../../src/network/index.js"
import type { SpikeDataset } from "../../src/spikes/index.js"
import { derivative, integral, kernels, lossOf } from "./formulas.js"

/**
 * A third engine, for tests: explicit loops in double precision, written from the equations alone (convolutions where
 * the engines use recurrences), slow, with nothing shared but the types.
 */
export interface Numbers {
  weights: ArrayLike<number>
  gains?: ArrayLike<number>
  delaySteps?: ArrayLike<number>
}

/** Steps x neurons. */
type Grid = number[][]

/** What one sample did. */
export interface Trace {
  /** By population; none for the input. */
  potentials: Grid[]
  /** By population. */
  spikes: Grid[]
  /** By connection: spikes as they arrive. */
  arrived: Grid[]
  lost: number
}

export interface ReferenceResult {
  loss: number
  /** By sample. */
  traces: Trace[]
  counts: number[][]
  lostSpikes: number
  gradients: { weights: number[]; gains?: number[]; delaySteps?: number[] }[]
}

const grid = (steps: number, neurons: number): Grid => Array.from({ length: steps }, () => new Array(neurons).fill(0))
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0)

/** Forward, and gradients by surrogate. */
export function reference(
  net: NetworkGraph,
  parameters: readonly Numbers[],
  data: SpikeDataset,
  samples: number[],
  loss: Loss,
): ReferenceResult {
  const traces = samples.map((s) => forward(net, parameters, data, s))
  const gradients = parameters.map(({ weights, gains, delaySteps }) => ({
    weights: new Array(weights.length).fill(0),
    ...(gains && { gains: new Array(gains.length).fill(0) }),
    ...(delaySteps && { delaySteps: new Array(delaySteps.length).fill(0) }),
  }))
  const counts = traces.map((trace) => countsOf(net, trace))
  samples.forEach((s, i) => {
    const { gradient } = lossOf(loss, counts[i], data.labels[s], net.steps)
    const scaled = gradient.map((g) => g / samples.length)
    backward(net, parameters, traces[i], scaled, gradients)
  })
  const losses = samples.map((s, i) => lossOf(loss, counts[i], data.labels[s], net.steps).value)
  const lostSpikes = sum(traces.map(({ lost }) => lost))
  return { loss: sum(losses) / samples.length, traces, counts, lostSpikes, gradients }
}

/**
 * The loss as a smooth function of the parameters, around a point where `traces` were taken: spikes are
 * s + F(u) - F(u at that point), F' being the surrogate; resets and refractory responses keep the spikes of that point; a delay adds
 * -(change) x (s(t+1) - s(t)). Its true gradient at the point is what surrogate training calls the gradient, so finite differences of it check that.
 */
export function smoothLoss(
  net: NetworkGraph,
  at: readonly Numbers[],
  traces: Trace[],
  data: SpikeDataset,
  samples: number[],
  loss: Loss,
): (parameters: readonly Numbers[]) => number {
  return (parameters) => {
    const losses = samples.map((s, i) => {
      const counts = countsOf(net, forward(net, parameters, data, s, { at, trace: traces[i] }))
      return lossOf(loss, counts, data.labels[s], net.steps).value
    })
    return sum(losses) / samples.length
  }
}

function forward(
  net: NetworkGraph,
  parameters: readonly Numbers[],
  data: SpikeDataset,
  sample: number,
  smooth?: { at: readonly Numbers[]; trace: Trace },
): Trace {
  const trace: Trace = { potentials: [], spikes: [], arrived: [], lost: 0 }
  net.populations.forEach(({ name, size, neuron }, p) => {
    const spikes = grid(net.steps, size)
    trace.spikes.push(spikes)
    trace.potentials.push(grid(neuron ? net.steps : 0, size))
    if (!neuron) {
      for (let k = data.offsets[sample]; k < data.offsets[sample + 1]; k++) spikes[data.times[k]][data.units[k]] = 1
      return
    }
    const input = grid(net.steps, size)
    net.connections.forEach((connection, c) => {
      if (connection.to !== name) return
      const sent = trace.spikes[place(net, connection.from)]
      const arrived = delay(sent, (smooth?.at ?? parameters)[c].delaySteps)
      trace.arrived[c] = arrived
      trace.lost += sum(sent.map(sum)) - sum(arrived.map(sum))
      const heard = smooth ? moved(arrived, smooth.trace.arrived[c], parameters[c], smooth.at[c]) : arrived
      const w = effective(parameters[c], sent[0].length)
      for (let t = 0; t < net.steps; t++)
        for (let k = 0; k < size; k++) for (let j = 0; j < w[k].length; j++) input[t][k] += w[k][j] * heard[t][j]
    })
    const frozen = smooth?.trace.spikes[p]
    const u = potentials(neuron, net.dt, input, spikes, frozen)
    trace.potentials[p] = u
    if (!smooth || !frozen) return
    const u0 = smooth.trace.potentials[p]
    for (let t = 0; t < net.steps; t++)
      for (let n = 0; n < size; n++)
        spikes[t][n] = frozen[t][n] + integral(neuron, u[t][n]) - integral(neuron, u0[t][n])
  })
  return trace
}

/** Membrane potentials; fills `spikes` on the way, or takes `frozen` for the resets. */
function potentials(neuron: Neuron, dt: number, input: Grid, spikes: Grid, frozen?: Grid): Grid {
  const steps = input.length
  const u = grid(steps, input[0].length)
  for (let n = 0; n < input[0].length; n++) {
    const acted = (t: number) => (frozen ?? spikes)[t][n]
    let current = 0
    for (let t = 0; t < steps; t++) {
      if (neuron.kind === "srmAlpha") {
        const { e, eRefractory } = kernels(neuron, dt)
        for (let s = 0; s < t; s++) {
          u[t][n] += e(t - s) * input[s][n] - neuron.refractoryScale * neuron.threshold * eRefractory(t - s) * acted(s)
        }
      } else {
        current = current * Math.exp(-dt / neuron.tauSynapse) + input[t][n]
        let before = t > 0 ? u[t - 1][n] : 0
        if (t > 0 && neuron.reset === "soft") before -= neuron.threshold * acted(t - 1)
        if (t > 0 && neuron.reset === "hard" && acted(t - 1) === 1) before = 0
        u[t][n] = before * Math.exp(-dt / neuron.tauMembrane) + current
      }
      spikes[t][n] = u[t][n] >= neuron.threshold ? 1 : 0
    }
  }
  return u
}

function backward(
  net: NetworkGraph,
  parameters: readonly Numbers[],
  trace: Trace,
  countGradient: number[],
  into: ReferenceResult["gradients"],
): void {
  const spikeGradients = net.populations.map(({ size }) => grid(net.steps, size))
  for (const row of spikeGradients[net.populations.length - 1])
    for (const [k, g] of countGradient.entries()) row[k] += g
  for (let p = net.populations.length - 1; p >= 0; p--) {
    const { neuron, name } = net.populations[p]
    if (!neuron) continue
    const inputGradient = throughNeuron(neuron, net.dt, trace.potentials[p], trace.spikes[p], spikeGradients[p])
    net.connections.forEach((connection, c) => {
      if (connection.to !== name) return
      const source = place(net, connection.from)
      const arrivedGradient = throughWeights(parameters[c], trace.arrived[c], inputGradient, into[c])
      throughDelay(connection, parameters[c], trace.arrived[c], arrivedGradient, spikeGradients[source], into[c])
    })
  }
}

/** From the gradient of spikes to that of the input current. */
function throughNeuron(neuron: Neuron, dt: number, u: Grid, s: Grid, spikeGradient: Grid): Grid {
  const steps = u.length
  const out = grid(steps, u[0].length)
  for (let n = 0; n < u[0].length; n++) {
    const gu = spikeGradient.map((row, t) => row[n] * derivative(neuron, u[t][n]))
    if (neuron.kind === "srmAlpha") {
      const { e } = kernels(neuron, dt)
      for (let t = 0; t < steps; t++)
        for (let later = t + 1; later < steps; later++) out[t][n] += e(later - t) * gu[later]
      continue
    }
    for (let t = steps - 1; t >= 0; t--) {
      const passes = neuron.reset === "hard" && s[t][n] === 1 ? 0 : 1
      if (t + 1 < steps) {
        gu[t] += passes * Math.exp(-dt / neuron.tauMembrane) * gu[t + 1]
        out[t][n] = Math.exp(-dt / neuron.tauSynapse) * out[t + 1][n]
      }
      out[t][n] += gu[t]
    }
  }
  return out
}

/** Adds weight (and gain) gradients; gives the gradient of the arrived spikes. */
function throughWeights(
  parameters: Numbers,
  arrived: Grid,
  inputGradient: Grid,
  into: ReferenceResult["gradients"][number],
): Grid {
  const sources = arrived[0].length
  const w = effective(parameters, sources)
  const out = grid(arrived.length, sources)
  for (const [k, row] of w.entries()) {
    const dw = row.map((_, j) => sum(arrived.map((spikes, t) => spikes[j] * inputGradient[t][k])))
    for (const [t, grad] of out.entries())
      for (const [j, value] of row.entries()) grad[j] += value * inputGradient[t][k]
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
  return out
}

/** Adds delay gradients, and what passes to the spikes as they were sent. */
function throughDelay(
  { delay }: Connection,
  { delaySteps }: Numbers,
  arrived: Grid,
  gradient: Grid,
  sentGradient: Grid,
  into: ReferenceResult["gradients"][number],
): void {
  for (const [t, row] of arrived.entries()) {
    for (const [j, s] of row.entries()) {
      const sentAt = t - Math.floor(delaySteps?.[j] ?? 0)
      if (sentAt >= 0) sentGradient[sentAt][j] += gradient[t][j]
      if (delay?.trained) into.delaySteps![j] += s * (gradient[t][j] - (t > 0 ? gradient[t - 1][j] : 0))
    }
  }
}

function delay(sent: Grid, delaySteps?: ArrayLike<number>): Grid {
  const arrived = grid(sent.length, sent[0].length)
  for (const [t, row] of sent.entries()) {
    for (const [j, s] of row.entries()) {
      const at = t + Math.floor(delaySteps?.[j] ?? 0)
      if (at < sent.length) arrived[at][j] = s
    }
  }
  return arrived
}

/** Arrived spikes when delays change by a little, as SLAYER's derivative has it. */
function moved(arrived: Grid, frozen: Grid, now: Numbers, then: Numbers): Grid {
  const { delaySteps } = now
  if (!delaySteps) return arrived
  return arrived.map((row, t) =>
    row.map((s, j) => s - (delaySteps[j] - then.delaySteps![j]) * ((frozen[t + 1]?.[j] ?? 0) - frozen[t][j])),
  )
}

function effective({ weights, gains }: Numbers, sources: number): number[][] {
  const rows = Array.from({ length: weights.length / sources }, (_, k) =>
    Array.from({ length: sources }, (_, j) => weights[k * sources + j]),
  )
  return gains ? rows.map((row, k) => row.map((v) => (gains[k] * v) / Math.hypot(...row))) : rows
}

const place = (net: NetworkGraph, name: string) => net.populations.findIndex((p) => p.name === name)

function countsOf(net: NetworkGraph, trace: Trace): number[] {
  const spikes = trace.spikes[place(net, outputOf(net).name)]
  return spikes[0].map((_, k) => sum(spikes.map((row) => row[k])))
}
