import { kindOfConstants, type Neuron, slopeOfConstant, trainableOf, trainedNeurons } from "../../network/index.js"
import type { PopulationLayout } from "./layout/population.js"
import { blockSize } from "./layout/sizes.js"

/** A population whose constants are trained, as the engine has it. */
interface Trained {
  readonly memory: WebAssembly.Memory
  readonly population: PopulationLayout
  readonly neuron: Neuron
  readonly dt: number
  /** Its parameters. */
  readonly constants: Float32Array
}

/** Writes the tables of a population's blocks. */
export function writeTables({ memory, population, neuron, dt, constants }: Trained): void {
  const { blocks, table, tableStride, neuron: kernel } = population
  const own = trainedNeurons(neuron, dt, constants)
  for (let block = 0; block < blocks; block++) {
    // lanes behind the last neuron are nobody's
    const lanes = Array.from({ length: blockSize }, (_, lane) => own[(block * blockSize + lane) % own.length])
    const values = kernel!.constants!.table(lanes)
    new Float32Array(memory.buffer, table + block * tableStride, values.length).set(values)
  }
}

/** The gradient of a population's constants from that of its tables' rows, which begins at `rows`. */
export function constantsGradient({ memory, population, neuron, dt, constants }: Trained, rows: number): Float32Array {
  const { blocks, size, neuron: kernel } = population
  const count = kernel!.gradientRows!
  const sums = new Float32Array(memory.buffer, rows, blocks * count * blockSize)
  const own = trainedNeurons(neuron, dt, constants)
  const gradient = new Float64Array(constants.length)
  for (let n = 0; n < size; n++) {
    const [place, one] = [n % own.length, own[n % own.length]]
    const first = Math.floor(n / blockSize) * count * blockSize + (n % blockSize)
    const ofRows = Array.from({ length: count }, (_, row) => sums[first + row * blockSize])
    const ofConstants = kernel!.constants!.gradient(one, ofRows)
    trainableOf(one, dt).forEach(({ value }, row) => {
      gradient[row * own.length + place] += ofConstants[row] * slopeOfConstant(kindOfConstants(neuron), value)
    })
  }
  return Float32Array.from(gradient)
}
