import type { Loss } from "../engine.js"
import { lossKinds } from "../loss.js"
import { type ProductKind, productKinds } from "./block-product.js"

/** Words of the control block at address 0, by which threads agree; 32-bit integers unless said. */
export const control = {
  /** Raised for each job; threads sleep on it. */
  job: 0,
  /** Next shard that nobody has taken. */
  next: 1,
  /** Shards that are done; the coordinator sleeps on it. */
  done: 2,
  /** What is to be done; see {@link tasks}. */
  task: 3,
  /** Samples of the batch. */
  samples: 4,
  /** Addresses of the batch: where each sample's spikes begin, their times and units, labels, output counts. */
  offsets: 5,
  times: 6,
  units: 7,
  labels: 8,
  counts: 9,
  /** Place in `lossKinds`; the loss's numbers stand at {@link lossAddress}. */
  lossKind: 10,
  /** 1: a thread failed. */
  failed: 11,
  /** How products are worked out: a place in `productKinds`. */
  products: 12,
  /** What probes draw from. */
  seed: 13,
  /** Address of each sample's number in its data. */
  numbers: 14,
} as const

/** A forward pass, with the loss, and with its gradients. */
export const tasks = { forward: 0, loss: 1, gradients: 2 } as const

/** Where the two numbers of a loss lie, as 64-bit floats. */
const lossAddress = 128

/** The control block as it stands now: memory that has grown is another buffer. */
export const controlWords = (memory: WebAssembly.Memory): Int32Array =>
  new Int32Array(memory.buffer, 0, lossAddress / 4)

/** What threads are to do with the batch. */
export interface Job {
  readonly task: (typeof tasks)[keyof typeof tasks]
  readonly products: ProductKind
  readonly seed: number
  readonly loss?: Loss
}

export function writeJob(memory: WebAssembly.Memory, { task, products, seed, loss }: Job): void {
  const words = controlWords(memory)
  words[control.task] = task
  words[control.products] = productKinds.indexOf(products)
  words[control.seed] = seed
  if (!loss) return
  words[control.lossKind] = lossKinds.indexOf(loss.kind)
  new Float64Array(memory.buffer, lossAddress, 2).set(lossNumbers(loss))
}

/** The loss of the job that was written last. */
export function readLoss(memory: WebAssembly.Memory): Loss {
  const [first, second] = new Float64Array(memory.buffer, lossAddress, 2)
  const kind = lossKinds[controlWords(memory)[control.lossKind]]
  switch (kind) {
    case "crossEntropy":
      return { kind, scale: first }
    case "spikeProbability":
      return { kind, floor: first }
    default:
      return { kind, correct: first, wrong: second }
  }
}

function lossNumbers(loss: Loss): [number, number] {
  switch (loss.kind) {
    case "crossEntropy":
      return [loss.scale, 0]
    case "spikeProbability":
      return [loss.floor, 0]
    default:
      return [loss.correct, loss.wrong]
  }
}
