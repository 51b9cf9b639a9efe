import { getHeapStatistics, setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

/** Garbage that may lie about before it is collected (bytes). */
const tolerated = 60e6

/**
 * Collects the compiler's garbage between cells. Every cell leaves a program behind; V8 would let hundreds of megabytes
 * of them lie before it looks.
 */
export class Tidy {
  readonly #collect: () => void
  #live = 0

  constructor() {
    setFlagsFromString("--expose-gc")
    this.#collect = runInNewContext("gc") as () => void
  }

  /** To be called when nothing is asked of the kernel. */
  now(): void {
    if (getHeapStatistics().used_heap_size - this.#live < tolerated) return
    this.#collect()
    this.#live = getHeapStatistics().used_heap_size
  }
}
