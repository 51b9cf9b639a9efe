import type { Network } from "../../network/index.js"
import type { Kernels } from "./kernels.js"
import type { Layout } from "./layout/layout.js"

/** A network and where its numbers lie: what parameters are written to and gradients are read from. */
export interface EnginePlace {
  readonly network: Network
  readonly k: Kernels
  readonly memory: WebAssembly.Memory
  readonly layout: Layout
}

/** 32-bit floats of the shared memory, as it stands now. */
export const floats = ({ memory }: Pick<EnginePlace, "memory">, at: number, length: number): Float32Array =>
  new Float32Array(memory.buffer, at, length)

/** Numbers times a factor. */
export const scaled = (values: Float32Array, factor: number): Float32Array =>
  factor === 1 ? values : values.map((value) => value * factor)

/** What `constants.ts` needs to know of a population. */
export const trainedPopulation = (
  { network, memory, layout }: EnginePlace,
  population: number,
  constants: Float32Array,
) => ({
  memory,
  population: layout.populations[population],
  neuron: network.populations[population].neuron!,
  dt: network.dt,
  constants,
})
