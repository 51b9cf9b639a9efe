import { interruptSignal } from "../../src/display/index.js"

interface Model {
  stopTraining: boolean
}
type Fit = (this: Model, ...given: unknown[]) => Promise<unknown>

const known = new WeakSet<object>()

/**
 * Lets an interrupt end `model.fit` of TensorFlow.js in order: it stops behind the current batch and gives back what it
 * has learned. By itself it knows nothing of interrupts, and trains on behind the next cells.
 *
 * @param namespace what was imported; anything but TensorFlow.js is left as it is
 */
export function stopFitsOnInterrupt(namespace: { [name: string]: unknown }): void {
  const model = namespace.LayersModel
  if (typeof model !== "function" || known.has(model)) return
  known.add(model)
  const methods = model.prototype as { [method: string]: Fit | undefined }
  for (const name of ["fit", "fitDataset"]) {
    const fit = methods[name]
    if (!fit) continue
    methods[name] = async function (...given) {
      const signal = interruptSignal()
      const stop = () => {
        this.stopTraining = true
      }
      signal.addEventListener("abort", stop)
      try {
        return await fit.apply(this, given)
      } finally {
        signal.removeEventListener("abort", stop)
      }
    }
  }
}
