import { random } from "../../src/random.js"
import { fromSamples, type SpikeDataset } from "../../src/spikes/index.js"

/** Four words by five speakers; each word has its own early and late channels, and random counts. */
export function words(samples = 80): SpikeDataset {
  const dice = random(2)
  const labels = Uint16Array.from({ length: samples }, (_, s) => s % 4)
  const spikes = Array.from(labels, (label) => {
    const units = Array.from({ length: 12 }, (_, u) => u).flatMap((u) =>
      Array.from({ length: 2 + dice.integer(3) }, () => u),
    )
    const times = units.map((u) => ((u * 7 + label * 11) % 30) + dice.integer(4))
    return { times, units }
  })
  return fromSamples(spikes, {
    labels,
    speakers: labels.map((_, s) => (s >> 2) % 5),
    classNames: ["a", "b", "c", "d"],
    unitCount: 12,
    steps: 40,
    dt: 14,
    name: "words",
  })
}
