import { currentKernel } from "./kernel.js"

const never = new AbortController().signal

/**
 * The signal that aborts when the user presses interrupt. Long work listens to it, or looks at `aborted` in its loop,
 * and ends in order. Outside a notebook it never aborts.
 */
export function interruptSignal(): AbortSignal {
  return currentKernel()?.interruptSignal() ?? never
}
