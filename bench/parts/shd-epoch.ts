import { axonal, cubaLif, dense, fastSigmoid, network, readout } from "../../src/network/index.js"
import { initialise, Trainer } from "../../src/train/index.js"
import { allowedCores } from "../measure.js"
import { batch, problem, problemSize } from "../problem.js"
import { settings } from "../time-step.js"
import type { Findings } from "./part.js"

/** As many as SHD has for training. */
const samples = 8156

/** A whole epoch of SHD's shape: 8156 samples through 700-128-128-20 with trained delays, 200 steps, batches of 128. */
export async function shdEpoch(): Promise<Findings> {
  const { data } = problem(problemSize(700, 200), 1)
  const neuron = cubaLif({ tauMembrane: 20, tauSynapse: 10, reset: "hard", surrogate: fastSigmoid(10) })
  const delay = axonal({ max: 40 })
  const net = initialise(network(data, [dense(128, neuron, delay), dense(128, neuron, delay), readout(neuron)]), data, {
    seed: 1,
    rate: 0.06,
  })
  const rows: { precision: string; cores: number; seconds: number }[] = []
  for (const cores of new Set([1, allowedCores().length])) {
    for (const precision of ["exact", "fast"] as const) {
      const trainer = new Trainer(net, settings({ threads: cores, precision, batchSize: batch }))
      const step = (count: number) =>
        trainer.step(
          data,
          Uint32Array.from({ length: count }, (_, s) => s),
        )
      // the first is worked out both ways, and compiles
      step(batch)
      const begun = performance.now()
      for (let done = 0; done < samples; done += batch) step(Math.min(batch, samples - done))
      rows.push({ precision, cores, seconds: (performance.now() - begun) / 1000 })
      void trainer.close()
    }
  }
  const table = {
    title: "An epoch of SHD's shape",
    note: `${samples} samples, 700-128-128-20, 200 steps, trained delays of both hidden layers, batches of ${batch}; random spikes of SHD's density.`,
    columns: ["precision", "cores", "s an epoch"],
    rows: rows.map(({ precision, cores, seconds }) => [precision, `${cores}`, seconds.toFixed(2)]),
  }
  return { tables: [table], data: rows }
}
