import {
  type Delay,
  delayCount,
  dense,
  filterOf,
  type Network,
  type Neuron,
  network,
  readout,
  type SpikingNeuron,
  startConstants,
  startTaps,
} from "../../src/network/index.js"
import { random } from "../../src/random.js"
import { fromSamples, type SpikeDataset } from "../../src/spikes/index.js"

/** A network with parameters and data of a few samples, small enough for plain loops. */
export interface Small {
  net: Required<Pick<Network, "parameters">> & Network
  data: SpikeDataset
  samples: number[]
}

export interface SmallOptions {
  /** Of the last population (by default as the others). */
  output?: Neuron
  /** On every connection. */
  delay?: Delay
  weightNorm?: boolean
  seed?: number
  /** Neurons of each population: input, hidden layers, output. */
  sizes?: readonly number[]
  /** Steps that are simulated; the data has five fewer. */
  steps?: number
}

/** A chain of layers with random parameters, and five samples of three classes that make it spike. */
export function small(
  neuron: SpikingNeuron,
  { output = neuron, delay, weightNorm = true, seed = 1, sizes = [9, 7, 6, 3], steps = 25 }: SmallOptions = {},
): Small {
  const dice = random(seed)
  const [unitCount, ...layerSizes] = sizes
  const classNames = Array.from({ length: layerSizes[layerSizes.length - 1] }, (_, k) => `class ${k}`)
  const shape = { unitCount, steps: steps - 5, dt: 1, classNames }
  const spikes = Array.from({ length: 5 }, () => {
    const times = Array.from({ length: 0.25 * unitCount * steps }, () => dice.integer(shape.steps))
    return { times, units: times.map(() => dice.integer(unitCount)) }
  })
  const data = fromSamples(spikes, { ...shape, labels: Uint16Array.from([0, 1, 2, 1, 0]) })
  const [axons, last] = delay?.kind === "axonal" ? [delay, undefined] : [undefined, delay]
  const layers = layerSizes.map((size, k) =>
    k < layerSizes.length - 1 ? dense(size, neuron, delay, { weightNorm }) : readout(output, last, { weightNorm }),
  )
  const plain = network(data, layers, { duration: steps, inputDelay: axons })
  const drive =
    neuron.threshold * ({ cubaLif: 0.3, lif: 0.5, adaptiveLif: 0.8, srmAlpha: 1, tcLif: 1 } as const)[neuron.kind]
  const tapsOf = (c: number) => {
    const filter = filterOf(plain, c)
    return filter && { taps: startTaps(filter, 1).map((tap) => tap * (0.8 + 0.4 * dice.uniform())) }
  }
  const constantsIn = (c: number) => {
    const constants = startConstants(plain, c)
    return constants && { constants: constants.map((value) => value + 0.4 * (dice.uniform() - 0.5)) }
  }
  const parameters = plain.connections.map((_, c) => {
    const [sources, targets] = [sizes[c], sizes[c + 1]]
    const size = weightNorm ? 1 : (2 * drive) / Math.sqrt(sources)
    return {
      weights: Float32Array.from({ length: sources * targets }, () => (0.35 + dice.normal()) * size),
      ...(weightNorm && { gains: Float32Array.from({ length: targets }, () => drive * (1 + dice.uniform())) }),
      ...tapsOf(c),
      ...constantsIn(c),
      ...(delay && {
        delaySteps: Float32Array.from({ length: delayCount(plain, c) }, () => {
          const [from, to] = delay.start
          return from + dice.uniform() * (to - from)
        }),
      }),
    }
  })
  return { net: { ...plain, parameters }, data, samples: [0, 1, 2, 3, 4] }
}
