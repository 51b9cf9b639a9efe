import { parentPort, workerData } from "node:worker_threads"
import type { Network, Parameters } from "../network/index.js"
import { SpikeDataset, type SpikeDatasetFields } from "../spikes/index.js"
import { type Epoch, Trainer, type TrainingSettings } from "./trainer.js"

/** What the training thread is given. */
export interface TrainingStart {
  readonly network: Network
  readonly settings: TrainingSettings
  readonly validation?: SpikeDatasetFields
  /** Word 0: 1 to stop after the present batch, 2 to stop without an answer. Word 1: 1 to wait. */
  readonly signals: Int32Array
}

/** What it says. `data` asks for the samples of an epoch. */
export type TrainingMessage =
  | { readonly kind: "data"; readonly epoch: number }
  | { readonly kind: "batch"; readonly epoch: number; readonly done: number; readonly of: number }
  | { readonly kind: "epoch"; readonly epoch: Epoch; readonly parameters: Parameters }
  | { readonly kind: "end"; readonly parameters: Parameters; readonly stopped: boolean; readonly bestEpoch?: number }
  | { readonly kind: "error"; readonly message: string }

async function run({ network, settings, validation, signals }: TrainingStart): Promise<void> {
  const port = parentPort!
  const say = (message: TrainingMessage) => port.postMessage(message)
  const data = new Map<number, (fields: SpikeDatasetFields) => void>()
  port.on("message", ({ epoch, fields }: { epoch: number; fields: SpikeDatasetFields }) => data.get(epoch)?.(fields))
  const ask = (epoch: number) =>
    new Promise<SpikeDataset>((resolve) => {
      data.set(epoch, (fields) => resolve(new SpikeDataset(fields)))
      say({ kind: "data", epoch })
    })

  const trainer = new Trainer(network, settings, validation && new SpikeDataset(validation))
  let next = ask(1)
  let stopped = false
  let told = 0
  for (let epoch = 1; epoch <= settings.epochs && !stopped; epoch++) {
    const samples = await next
    if (epoch < settings.epochs) next = ask(epoch + 1)
    const result = trainer.epoch(samples, (done, of) => {
      Atomics.wait(signals, 1, 1)
      const now = performance.now()
      if (now - told > 100) {
        told = now
        say({ kind: "batch", epoch, done, of })
      }
      return Atomics.load(signals, 0) === 0
    })
    if (result) say({ kind: "epoch", epoch: result, parameters: trainer.state.parameters })
    stopped = result === undefined
    data.delete(epoch)
  }
  say({ kind: "end", parameters: trainer.kept(), stopped, bestEpoch: trainer.state.best?.epoch })
  await trainer.close()
  port.close()
}

run(workerData as TrainingStart).catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error)
  parentPort!.postMessage({ kind: "error", message } satisfies TrainingMessage)
  process.exit(1)
})
