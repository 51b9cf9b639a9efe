import { random } from "../../src/random.js"
import { fromSamples, type SpikeDataset } from "../../src/spikes/index.js"

/**
 * Two classes over 8 units and 60 steps of 10 ms. `counts`: class 1 has twice the spikes on half of the units. `timing`: all units have
 * 3 spikes, in the first half of the window for class 0 and in the second for class 1.
 */
export function twoClasses(
  difference: "counts" | "timing",
  { samples, seed }: { samples: number; seed: number },
): SpikeDataset {
  const dice = random(seed)
  const labels = Uint16Array.from({ length: samples }, (_, s) => s % 2)
  const spikes = Array.from(labels, (label) => {
    const times: number[] = []
    const units: number[] = []
    for (let unit = 0; unit < 8; unit++) {
      const count = difference === "counts" && label === 1 && unit < 4 ? 6 : 3
      const bins = dice.shuffle(Array.from({ length: difference === "counts" ? 60 : 30 }, (_, t) => t))
      for (const bin of bins.slice(0, count)) {
        times.push(bin + (difference === "timing" ? 30 * label : 0))
        units.push(unit)
      }
    }
    return { times, units }
  })
  return fromSamples(spikes, {
    labels,
    classNames: ["early", "late"],
    unitCount: 8,
    steps: 60,
    dt: 10,
    name: difference,
  })
}
