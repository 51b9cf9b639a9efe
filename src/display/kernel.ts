import type { Comm, CommOptions, CommTarget } from "./comm.js"

/** What a notebook's kernel offers to code that runs inside it. */
export interface Kernel {
  /** Shows `value` in the running cell, or in place of what was shown under `id` when `update` is set. */
  display(value: unknown, options: { id: string; update: boolean }): void
  /** Empties the running cell's output; with `wait`, only once something new is shown. */
  clearOutput(wait: boolean): void
  /** Asks the user for one line of text. */
  input(prompt: string, password: boolean): Promise<string>
  /** Aborted when the user presses interrupt. `aborted` tells the truth in the midst of synchronous code too. */
  interruptSignal(): AbortSignal
  /** Opens a channel of messages to the page. */
  openComm(target: string, options: CommOptions): Comm
  /** Says who answers when the page opens a channel. Gives back a function that ends that. */
  onComm(target: string, handler: CommTarget): () => void
}

/** The place where the kernel leaves itself, so that this library and the kernel know nothing else of each other. */
const place = Symbol.for("spiketime.kernel")

/** The kernel this code runs in, or nothing in a plain script, a test or a worker thread. */
export function currentKernel(): Kernel | undefined {
  return (globalThis as { [place]?: Kernel })[place]
}

/** For kernels: makes `kernel` the current one of this thread. */
export function setCurrentKernel(kernel: Kernel | undefined): void {
  ;(globalThis as { [place]?: Kernel })[place] = kernel
}
