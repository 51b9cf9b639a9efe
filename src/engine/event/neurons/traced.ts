import { type Neuron, type SpikingNeuron, surrogateKinds, trainingOf } from "../../../network/index.js"
import type { Kernels } from "../kernels.js"
import { type BlockPlaces, blockLanes, type NeuronKernel, type Stretch } from "./neuron-kernel.js"
import { slopeNumbers } from "./slope.js"

/** Bytes of a trace, a step and block: two states of 16 neurons. */
const traceBytes = 128

/** What tells one kind of traced neuron from another. */
export interface Traced<N extends Neuron> {
  /** What stands in the table behind the numbers that all have. */
  readonly numbers?: readonly number[]
  /** Rows of the table, of one neuron. */
  rows(neuron: N): readonly number[]
  /** From the gradients of the rows that the kernel gives (`gradientRows` of them) to those of the neuron's constants. */
  readonly gradientRows: number
  gradient(neuron: N, sums: readonly number[]): readonly number[]
}

/** The parts of a kernel that follow from how it is traced: its table, and what its constants become in it. */
export function tracedParts<N extends Neuron>(
  neuron: N,
  numbers: readonly number[],
  { rows, gradientRows, gradient }: Traced<N>,
): Pick<NeuronKernel, "table" | "gradientRows" | "constants"> {
  const table = (neurons: readonly N[]): Float32Array => {
    const own = neurons.map(rows)
    const lanes = own[0].flatMap((_, row) => own.map((values) => values[row]))
    return Float32Array.from([...numbers, ...new Array<number>(blockLanes - numbers.length).fill(0), ...lanes])
  }
  return {
    table: table(new Array<N>(blockLanes).fill(neuron)),
    gradientRows,
    ...(trainingOf(neuron) && { constants: { table, gradient } as NeuronKernel["constants"] }),
  }
}

/** A kernel of a neuron that spikes and has a reset: its equations in one pass, surrogate and spikes in a second. */
export function tracedKernel<N extends Exclude<SpikingNeuron, { kind: "srmAlpha" }>>(
  neuron: N,
  forward: (k: Kernels, block: BlockPlaces, stretch: Stretch) => void,
  backward: (k: Kernels, block: BlockPlaces, stretch: Stretch) => void,
  traced: Traced<N>,
): NeuronKernel {
  const { threshold, reset } = neuron
  const kind = surrogateKinds.indexOf(neuron.surrogate.kind)
  const numbers = [
    threshold,
    ...slopeNumbers(neuron.surrogate),
    reset === "hard" ? 1 : 0,
    reset === "soft" ? threshold : 0,
    neuron.resetGradient ?? 0,
    ...(traced.numbers ?? []),
  ]
  return {
    ...tracedParts(neuron, numbers, traced),
    inPlace: true,
    whole: false,
    traceBytes,
    forward(k, block, stretch) {
      forward(k, block, stretch)
      k.tracedSlopes(kind, block.table, block.slopes, stretch.from, stretch.to, block.masks, block.maskStride)
    },
    backward,
  }
}

/** How exp(-dt / tau) changes with tau. */
export const slopeOfLeft = (tau: number, dt: number): number => (Math.exp(-dt / tau) * dt) / tau ** 2
