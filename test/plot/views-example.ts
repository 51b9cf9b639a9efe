import { random } from "../../src/random.js"
import { fromSamples, type SpikeDataset } from "../../src/spikes/index.js"

/** Samples of two classes; unit u has up to 2u spikes, unit 0 none, and in every ninth sample unit 1 has none either. */
export function made({ samples = 60, units = 6, steps = 50, dt = 2, name = "made" } = {}): SpikeDataset {
  return fromSamples(
    Array.from({ length: samples }, (_, s) => {
      const stream = random(3, s)
      const spikes = Array.from({ length: units }, (_, u) => {
        const count = u < 2 ? u * Number(s % 9 > 0) * 2 : u + stream.integer(u + 1)
        return stream
          .shuffle(Uint16Array.from({ length: steps }, (_, t) => t))
          .slice(0, count)
          .map((t) => t * units + u)
      }).flatMap((keys) => [...keys])
      return { times: spikes.map((key) => Math.floor(key / units)), units: spikes.map((key) => key % units) }
    }),
    {
      labels: Uint16Array.from({ length: samples }, (_, s) => Number(s % 3 === 0)),
      classNames: ["common", "rare"],
      unitCount: units,
      steps,
      dt,
      name,
    },
  )
}

/** Two samples whose statistics are known by hand: dt 5 ms, unit 0 at 0, 15, 25 ms and unit 1 at 5 ms; then unit 1 at 15 and 45 ms. */
export const byHand = fromSamples(
  [
    { times: [0, 3, 5, 1], units: [0, 0, 0, 1] },
    { times: [3, 9], units: [1, 1] },
  ],
  { labels: Uint16Array.of(0, 1), classNames: ["a", "b"], unitCount: 2, steps: 10, dt: 5, name: "by hand" },
)
