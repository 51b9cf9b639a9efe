import type { CycleKernels } from "./kernels/cycles.js"
import type { DelayKernels } from "./kernels/delays.js"
import type { NeuronKernels } from "./kernels/neurons.js"
import type { NumberKernels } from "./kernels/numbers.js"
import type { PairKernels } from "./kernels/pairs.js"
import type { ProductKernels } from "./kernels/products.js"
import type { SpikeListKernels } from "./kernels/spike-lists.js"
import type { SpreadKernels } from "./kernels/spread.js"
import type { TracedKernels } from "./kernels/traced.js"
import "./webassembly.js"

/** The WebAssembly functions of `assembly/`; every pointer is a byte address in the shared memory. */
export interface Kernels
  extends CycleKernels,
    DelayKernels,
    NeuronKernels,
    NumberKernels,
    PairKernels,
    ProductKernels,
    SpikeListKernels,
    SpreadKernels,
    TracedKernels {}

/** The functions, working on `memory`. */
export function kernels(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  const abort = () => {
    throw new Error("event engine: a kernel aborted")
  }
  return new WebAssembly.Instance(module, { env: { memory, abort } }).exports as unknown as Kernels
}
