import { parentPort, workerData } from "node:worker_threads"
import { SpikeDataset, type SpikeDatasetFields } from "../spikes/index.js"
import { Divergence } from "./divergence.js"
import type { Epoch } from "./epoch.js"
import { Trainer } from "./trainer.js"
import { type Ending, holdBit, reportBit, type TrainingMessage, type TrainingStart } from "./training-messages.js"

const port = parentPort!
const say = (message: TrainingMessage) => port.postMessage(message)

async function run({ network, settings, validation, state, signals }: TrainingStart): Promise<void> {
  const trainer = new Trainer(network, settings, validation && new SpikeDataset(validation), state)
  try {
    say({ kind: "end", ending: await train(trainer, signals), outcome: { ...trainer.kept(), state: trainer.state } })
  } catch (error) {
    if (!(error instanceof Divergence)) throw error
    const { good, done, settings } = trainer
    const message = `${error.message} (rate ${settings.optimiser.rate}${settings.clip ? `, clip ${settings.clip}` : ""})`
    say({ kind: "diverged", message, epoch: done + 1, outcome: { ...trainer.kept(good), state: good } })
  }
  await trainer.close()
  port.close()
}

/** All epochs that are left, the samples of the next asked for while one is trained. */
async function train(trainer: Trainer, signals: Int32Array): Promise<Ending> {
  const { epochs } = trainer.settings
  const ask = asker()
  if (trainer.exhausted) return "patience"
  let next = trainer.done < epochs ? ask(trainer.done + 1) : undefined
  let told = 0
  while (next) {
    const epoch = trainer.done + 1
    const samples = await next
    next = epoch < epochs ? ask(epoch + 1) : undefined
    const result: Epoch | undefined = trainer.epoch(samples, (done, of) => {
      obey(signals, trainer)
      const now = performance.now()
      if (now - told > 100) {
        told = now
        say({ kind: "batch", epoch, done, of })
      }
      return Atomics.load(signals, 0) === 0
    })
    if (!result) return "stopped"
    say({ kind: "epoch", epoch: result, parameters: trainer.state.parameters })
    if (trainer.exhausted) return "patience"
  }
  return "epochs"
}

/** Asks for the samples of an epoch. */
function asker(): (epoch: number) => Promise<SpikeDataset> {
  const waiting = new Map<number, (fields: SpikeDatasetFields) => void>()
  port.on("message", ({ epoch, fields }: { epoch: number; fields: SpikeDatasetFields }) => {
    waiting.get(epoch)?.(fields)
    waiting.delete(epoch)
  })
  return (epoch) =>
    new Promise((resolve) => {
      waiting.set(epoch, (fields) => resolve(new SpikeDataset(fields)))
      say({ kind: "data", epoch })
    })
}

/** Waits as long as it should, and says where the training stands when asked, also meanwhile. */
function obey(signals: Int32Array, trainer: Trainer): void {
  for (let word = Atomics.load(signals, 1); word !== 0; word = Atomics.load(signals, 1)) {
    if (word & reportBit) {
      Atomics.and(signals, 1, ~reportBit)
      say({ kind: "state", state: trainer.state })
    } else if (word & holdBit) Atomics.wait(signals, 1, word)
  }
}

run(workerData as TrainingStart).catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error)
  say({ kind: "error", message })
  process.exit(1)
})
