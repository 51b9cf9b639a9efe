import type { Network } from "../src/network/index.js"
import type { SpikeDataset } from "../src/spikes/index.js"
import { adam, constant, Trainer, type TrainingSettings } from "../src/train/index.js"
import { lossScale, rate } from "./problem.js"

export interface StepTimes {
  /** Median of a whole training step (ms). */
  ms: number
  fastest: number
  slowest: number
  /** Processor time a step, of all threads (ms). */
  cpu: number
  repeats: number
}

/** What a step is timed with. */
export const settings = (
  options: Pick<TrainingSettings, "threads" | "precision" | "delayWidth"> & { batchSize: number },
) =>
  ({
    loss: { kind: "crossEntropy", scale: lossScale },
    optimiser: adam({ rate }),
    schedule: constant(),
    epochs: 1000,
    seed: 1,
    keep: "last",
    ...options,
  }) as const

/** Times training steps on a batch, for `seconds` and at least three. */
export function timeSteps(
  net: Network,
  data: SpikeDataset,
  {
    threads,
    precision = "exact",
    seconds,
    delayWidth,
  }: Pick<TrainingSettings, "precision" | "delayWidth"> & { threads: number; seconds: number },
): StepTimes {
  const own = settings({ threads, precision, batchSize: data.length, ...(delayWidth && { delayWidth }) })
  // weights stay where they are, or training brings neurons to other rates while it is timed
  const trainer = new Trainer(net, { ...own, optimiser: adam({ rate: 1e-12 }) })
  const samples = Uint32Array.from({ length: data.length }, (_, s) => s)
  const step = () => {
    const before = performance.now()
    trainer.step(data, samples)
    return performance.now() - before
  }
  for (let warm = 0; warm < 2; warm++) step()
  const times: number[] = []
  const begun = performance.now()
  const worked = process.cpuUsage()
  while (times.length < 3 || (times.length < 500 && performance.now() - begun < seconds * 1000)) times.push(step())
  const { user, system } = process.cpuUsage(worked)
  void trainer.close()
  times.sort((a, b) => a - b)
  return {
    ms: times[times.length >> 1],
    fastest: times[0],
    slowest: times[times.length - 1],
    cpu: (user + system) / 1000 / times.length,
    repeats: times.length,
  }
}
