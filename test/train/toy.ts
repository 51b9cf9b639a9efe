import { axonal, dense, fastSigmoid, network, readout, srmAlpha } from "../../src/network/index.js"
import { random } from "../../src/random.js"
import { fromSamples, type SpikeDataset } from "../../src/spikes/index.js"

/** Two groups of six units spike once each, 12 steps apart; the class is which group is first. Counts tell nothing. */
export function orderTask(samples = 64, seed = 1): SpikeDataset {
  const dice = random(seed)
  const labels = Uint16Array.from({ length: samples }, (_, s) => s % 2)
  const spikes = Array.from(labels, (label) => {
    const start = dice.integer(15)
    const units = Array.from({ length: 12 }, (_, u) => u)
    return { units, times: units.map((u) => start + (Math.floor(u / 6) === label ? 0 : 12)) }
  })
  return fromSamples(spikes, { labels, classNames: ["up", "down"], unitCount: 12, steps: 40, dt: 1, name: "order" })
}

/** A small network with delays, wide enough to bring the two groups together. */
export function orderNetwork(data: SpikeDataset) {
  const neuron = srmAlpha({ surrogate: fastSigmoid(2) })
  return network(data, [dense(24, neuron), readout(neuron)], { inputDelay: axonal({ max: 20, start: [0, 8] }) })
}
