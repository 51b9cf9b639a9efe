import fc from "fast-check"
import { fromSamples, type SpikeDataset } from "../../src/spikes/index.js"

/** Small data sets of any shape, empty samples and crowded units included. */
export const spikeDatasets: fc.Arbitrary<SpikeDataset> = fc
  .record({ steps: fc.integer({ min: 1, max: 40 }), unitCount: fc.integer({ min: 1, max: 9 }) })
  .chain(({ steps, unitCount }) =>
    fc
      .array(fc.array(fc.tuple(fc.nat(steps - 1), fc.nat(unitCount - 1)), { maxLength: 80 }), {
        minLength: 1,
        maxLength: 6,
      })
      .map((samples) =>
        fromSamples(
          samples.map((spikes) => ({ times: spikes.map(([t]) => t), units: spikes.map(([, u]) => u) })),
          {
            labels: Uint16Array.from(samples, (_, i) => i % 2),
            classNames: ["a", "b"],
            unitCount,
            steps,
            dt: 10,
          },
        ),
      ),
  )

/** Every sample's [first, last] step. */
export function supports(data: SpikeDataset): [number, number][] {
  return [...data].map(({ times }) => [times[0], times[times.length - 1]])
}

/** Whether spikes are sorted by time then unit, once each, and inside window and units. */
export function isProper(data: SpikeDataset): boolean {
  return [...data].every(({ times, units }) =>
    times.every((t, k) => {
      if (t >= data.steps || units[k] >= data.unitCount) return false
      return k === 0 || t > times[k - 1] || (t === times[k - 1] && units[k] > units[k - 1])
    }),
  )
}
