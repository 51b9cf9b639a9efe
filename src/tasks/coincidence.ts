import { checkOptions } from "../known-options.js"
import { type Random, random } from "../random.js"
import { fromSamples, type SampleSpikes, type SpikeDataset } from "../spikes/index.js"
import { GROUP, mixingAt, onOff } from "./overlap.js"

export interface CoincidenceOptions {
  /** Overlap of the active counts "on" and "off", 0 (easy) to 1 (impossible). */
  level: number
  seed: number
  /** 500 by default. */
  samplesPerClass?: number
  /** Length of a step (ms); 1 by default. */
  dt?: number
  /**
   * fair: an own coin for each window, as in the paper; the number of "on" windows, and with it the spike count, then tells the class to some extent.
   * balanced: exactly half of the windows on, so that counts carry nothing.
   */
  coin?: "fair" | "balanced"
}

const WINDOWS = 20
const WINDOW_MS = 200
const FIRST_MS = 50
const ACTIVE_MS = 100
/** For each class the group that does the opposite of the other two. */
const ODD_ONE = [2, 1, 0]

/**
 * Three classes told apart by which two of three groups of 20 neurons are active together. In each of 20 windows of 200 ms a coin is on or off:
 * the two groups of the class share it, the third has the opposite. A group's number of active neurons is Poisson; each active neuron spikes once
 * in the middle 100 ms of the window. Chance is 33.3 %.
 *
 * @returns 3 x samplesPerClass samples, class after class
 * @throws RangeError when level lies outside [0, 1]
 */
export function coincidence(options: CoincidenceOptions): SpikeDataset {
  checkOptions("coincidence", options, { level: true, seed: true, samplesPerClass: true, dt: true, coin: true })
  const { level, seed, samplesPerClass = 500, dt = 1, coin = "fair" } = options
  if (!(level >= 0 && level <= 1)) {
    throw new RangeError(`coincidence: level is ${level}; give an overlap from 0 to 1.`)
  }
  if (!(dt > 0 && dt <= ACTIVE_MS)) {
    throw new RangeError(`coincidence: dt is ${dt} ms; give a step of more than 0 and at most ${ACTIVE_MS} ms.`)
  }
  if (coin !== "fair" && coin !== "balanced") {
    throw new RangeError(`coincidence: coin is "${coin}"; give "fair" or "balanced".`)
  }
  const { on, off } = onOff(mixingAt(level))
  const samples: SampleSpikes[] = []
  const labels = new Uint16Array(3 * samplesPerClass)
  for (let s = 0; s < labels.length; s++) {
    labels[s] = Math.floor(s / samplesPerClass)
    const stream = random(seed, s)
    const times: number[] = []
    const units: number[] = []
    coins(coin, stream).forEach((state, window) => {
      for (let group = 0; group < 3; group++) {
        const active = draw(group === ODD_ONE[labels[s]] ? (state ? off : on) : state ? on : off, stream)
        const neurons = stream.shuffle(Uint16Array.from({ length: GROUP }, (_, i) => group * GROUP + i))
        for (let k = 0; k < active; k++) {
          const ms = window * WINDOW_MS + FIRST_MS + stream.integer(ACTIVE_MS)
          times.push(Math.floor(ms / dt))
          units.push(neurons[k])
        }
      }
    })
    samples.push({ times, units })
  }
  return fromSamples(samples, {
    labels,
    classNames: ["A and B", "A and C", "B and C"],
    unitCount: 3 * GROUP,
    steps: Math.ceil((WINDOWS * WINDOW_MS) / dt),
    dt,
    name: `coincidence ${level}`,
  })
}

function coins(kind: "fair" | "balanced", stream: Random): boolean[] {
  if (kind === "fair") return Array.from({ length: WINDOWS }, () => stream.uniform() < 0.5)
  return Array.from(stream.shuffle(Uint8Array.from({ length: WINDOWS }, (_, i) => i % 2)), (bit) => bit === 1)
}

/** An index with the probabilities `p`. */
function draw(p: Float64Array, stream: Random): number {
  let left = stream.uniform()
  let k = 0
  while (k < p.length - 1 && left >= p[k]) left -= p[k++]
  return k
}
