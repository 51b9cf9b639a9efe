import { blockSize } from "./sizes.js"

const controlBytes = 512

/** A list of spikes: rows (unit x 64) in order of time, each one's step (x 64), and where each step begins. */
export interface SpikeList {
  readonly rows: number
  readonly at: number
  readonly offsets: number
}

/** Gives out places of the shared memory, behind the control block, and of the gradients of a shard, one behind another. */
export class Places {
  private taken = controlBytes
  private shared = 0

  /** First free byte. */
  get end(): number {
    return this.taken
  }

  /** Length of a shard's gradients (4-byte numbers). */
  get shardLength(): number {
    return this.shared
  }

  /** The address of so many bytes. */
  take(bytes: number): number {
    const at = this.taken
    this.taken = Math.ceil((at + bytes) / 64) * 64
    return at
  }

  /** The offset, in bytes, of so many numbers in a shard. */
  share(numbers: number): number {
    const at = this.shared * 4
    this.shared += Math.ceil(numbers / blockSize) * blockSize
    return at
  }

  spikeList(size: number, steps: number): SpikeList {
    // two words to spare: lists are written three spikes at a time
    const bytes = (steps * size + 2) * 4
    return { rows: this.take(bytes), at: this.take(bytes), offsets: this.take((steps + 1) * 4) }
  }
}

export const each = <T>(n: number, make: () => T): T[] => Array.from({ length: n }, make)
