import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { eventEngine } from "../src/engine/index.js"
import { cubaLif, dense, fastSigmoid, type Network, network, type Parameters, readout } from "../src/network/index.js"
import { random } from "../src/random.js"
import { fromSamples, SpikeDataset } from "../src/spikes/index.js"

/** A training step to be measured. */
export interface ProblemSize {
  inputs: number
  steps: number
  /** Share of input bins that hold a spike. */
  density: number
  /** Spikes a neuron and step of the hidden and the output layers. */
  rates: readonly number[]
  /** Neurons of each hidden layer (128). */
  hidden?: number
  /** Share of the input channels that ever spike (all). */
  live?: number
}

export const batch = 128
export const lossScale = 0.3
export const rate = 1e-3
const classes = 20

/** Densities and rates by window, as speech in ever finer bins has them. */
const windows: Readonly<Record<number, Pick<ProblemSize, "density" | "rates">>> = {
  100: { density: 0.02, rates: [0.09, 0.15, 0.08] },
  200: { density: 0.01, rates: [0.05, 0.1, 0.05] },
  1000: { density: 0.002, rates: [0.02, 0.03, 0.02] },
}

/** @throws RangeError for a window that has no density and rates */
export function problemSize(inputs: number, steps: number): ProblemSize {
  const window = windows[steps]
  if (!window) throw new RangeError(`bench: ${steps} steps are not known; take ${Object.keys(windows).join(", ")}.`)
  return { inputs, steps, ...window }
}

export interface Problem {
  net: Network & { parameters: Parameters }
  data: SpikeDataset
}

/** Random spikes and plain random weights, scaled so that every layer spikes at its rate. */
export function problem({ inputs, steps, density, rates, hidden = 128, live = 1 }: ProblemSize, seed: number): Problem {
  const dice = random(seed)
  const spikes = Array.from({ length: batch }, () => {
    const times: number[] = []
    const units: number[] = []
    for (let t = 0; t < steps; t++)
      for (let unit = 0; unit < inputs * live; unit++) {
        if (dice.uniform() >= density) continue
        times.push(t)
        units.push(unit)
      }
    return { times, units }
  })
  const labels = Uint16Array.from({ length: batch }, () => dice.integer(classes))
  const data = fromSamples(spikes, { labels, ...shape(inputs, steps) })
  const graph = chain(data, hidden)
  const sizes = [inputs, hidden, hidden, classes]
  const parameters = sizes.slice(1).map((targets, k) => ({
    weights: Float32Array.from({ length: sizes[k] * targets }, () => dice.normal() / Math.sqrt(sizes[k])),
  }))
  const net = { ...graph, parameters }
  scaleToRates(net, data, rates)
  return { net, data }
}

const shape = (unitCount: number, steps: number) => ({
  classNames: Array.from({ length: classes }, (_, k) => `${k}`),
  unitCount,
  steps,
  dt: 1,
  name: "bench",
})

function chain(data: SpikeDataset, hidden: number): Network {
  const lif = cubaLif({ tauMembrane: 20, tauSynapse: 10, reset: "hard", surrogate: fastSigmoid(10) })
  const plain = { weightNorm: false }
  return network(data, [dense(hidden, lif, plain), dense(hidden, lif, plain), readout(lif, plain)])
}

/** A problem of {@link problem} that {@link writeProblem} wrote: read as the peers read it, for what makes it takes memory that no training needs. */
export function readProblem(folder: string): Problem {
  const { sizes, steps } = JSON.parse(readFileSync(join(folder, "problem.json"), "utf8")) as {
    sizes: number[]
    steps: number
  }
  const numbers = (name: string) => new Uint8Array(readFileSync(join(folder, name))).buffer
  const weights = new Float32Array(numbers("weights.f32"))
  const data = new SpikeDataset({
    ...shape(sizes[0], steps),
    labels: new Uint16Array(numbers("labels.u16")),
    offsets: new Uint32Array(numbers("offsets.u32")),
    times: new Uint16Array(numbers("times.u16")),
    units: new Uint16Array(numbers("units.u16")),
  })
  let at = 0
  const parameters = sizes.slice(1).map((targets, k) => {
    const from = at
    at += sizes[k] * targets
    return { weights: weights.slice(from, at) }
  })
  return { net: { ...chain(data, sizes[1]), parameters }, data }
}

/** Bisects a common factor of each layer's weights of a chain, in the order of the layers. */
export function scaleToRates(
  net: Network & { parameters: Parameters },
  data: SpikeDataset,
  rates: readonly number[],
): void {
  const engine = eventEngine(net, { threads: 1 })
  const some = Array.from({ length: 16 }, (_, s) => s)
  net.parameters.forEach(({ weights }, layer) => {
    const start = weights.slice()
    let [low, high] = [1e-3, 1e3]
    for (let step = 0; step < 24; step++) {
      const factor = Math.sqrt(low * high)
      weights.set(start.map((w) => w * factor))
      if (engine.forward(net.parameters, data, some).rates[layer + 1] < rates[layer]) low = factor
      else high = factor
    }
  })
  void engine.close()
}

/** Writes what the peers read; see peers/common.py. Of connections besides the chain they know those of a layer to itself. */
export function writeProblem(folder: string, { net, data }: Problem): void {
  mkdirSync(folder, { recursive: true })
  const [{ neuron }] = net.populations.slice(1)
  if (neuron?.kind !== "cubaLif") throw new RangeError("bench: the peers run current-based LIF neurons only.")
  const isLoop = (c: number) => net.connections[c].from === net.connections[c].to
  const loops = net.connections.filter((_, c) => isLoop(c))
  const inOrder = [...net.parameters.filter((_, c) => !isLoop(c)), ...net.parameters.filter((_, c) => isLoop(c))]
  const meta = {
    steps: net.steps,
    batch: data.length,
    sizes: net.populations.map(({ size }) => size),
    decay: Math.exp(-net.dt / neuron.tauMembrane),
    synapse: Math.exp(-net.dt / neuron.tauSynapse),
    slope: 1 / neuron.surrogate.width,
    lossScale,
    rate,
    loops: loops.map(({ to }) => net.populations.findIndex(({ name }) => name === to) - 1),
  }
  writeFileSync(join(folder, "problem.json"), JSON.stringify(meta, null, 2))
  writeFileSync(join(folder, "offsets.u32"), data.offsets)
  writeFileSync(join(folder, "times.u16"), data.times)
  writeFileSync(join(folder, "units.u16"), data.units)
  writeFileSync(join(folder, "labels.u16"), data.labels)
  writeFileSync(join(folder, "weights.f32"), Buffer.concat(inOrder.map(({ weights }) => bytes(weights))))
}

const bytes = (values: Float32Array): Buffer => Buffer.from(values.buffer, values.byteOffset, values.byteLength)
