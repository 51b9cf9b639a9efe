import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { fileURLToPath } from "node:url"
import { deviation, mean } from "d3-array"
import { bushyCell } from "../../src/cochlea/bushy-cell.js"
import { firingChances } from "../../src/cochlea/cochlea.js"
import { cochlea } from "../../src/cochlea/index.js"
import { random } from "../../src/random.js"
import { vowel } from "./vowel.js"

interface Lauscher {
  runs: number
  /** Mean spikes of each channel. */
  counts: number[]
  /** Mean spikes of all channels in 60 bins of 5 ms. */
  psth: number[]
  /** Mean chance of a fibre to fire in a step, by channel. */
  drive: number[]
  /** Of so many runs, by channel. */
  many: { runs: number; counts: number[]; variance: number[] }
}
const fixture = new URL("../../../test/cochlea/fixtures/lauscher.json", import.meta.url)
const lauscher: Lauscher = JSON.parse(readFileSync(fileURLToPath(fixture), "utf8"))
const RUNS = 6
const runs = Array.from({ length: RUNS }, (_, seed) => cochlea(vowel(), { sampleRate: 48_000, seed }))

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [x, y] = [Array.from(a), Array.from(b)]
  const [meanX, meanY] = [mean(x)!, mean(y)!]
  const products = x.reduce((sum, value, i) => sum + (value - meanX) * (y[i] - meanY), 0)
  return products / (x.length - 1) / (deviation(x)! * deviation(y)!)
}

test("the fibres of every channel are driven as in the published model, within 0.2 %", () => {
  firingChances(vowel(), { sampleRate: 48_000 }, (chance, channel) => {
    const ratio = mean(chance)! / lauscher.drive[channel]
    assert.ok(Math.abs(ratio - 1) < 0.002, `channel ${channel}: ${ratio}`)
  })
})

test("spikes of every channel are those of the published model, but for chance", () => {
  // A channel has some 2 spikes in a run, so that the model itself, run twice, differs by far more than 5 % on most channels. Over many runs the
  // differences must be what chance makes them: of deviation 1, in units of their own standard error.
  const own = 20
  const { runs, counts, variance } = lauscher.many
  const spikes = new Uint32Array(7200)
  const differences: number[] = []
  let total = 0
  firingChances(vowel(), { sampleRate: 48_000 }, (chance, channel) => {
    let sum = 0
    for (let run = 0; run < own; run++) sum += bushyCell(chance, 24_000, random(run, channel), spikes)
    total += sum / own
    differences.push((sum / own - counts[channel]) / Math.sqrt(variance[channel] * (1 / own + 1 / runs)))
  })
  const theirs = counts.reduce((a, b) => a + b, 0)
  assert.ok(Math.abs(total / theirs - 1) < 0.01, `${total} and ${theirs} spikes`)
  // For 700 channels the deviation of what chance makes is known to 3 %, the mean to 4 %.
  assert.ok(Math.abs(deviation(differences)! - 1) < 0.12, `deviation ${deviation(differences)}`)
  assert.ok(Math.abs(mean(differences)!) < 0.15, `mean ${mean(differences)}`)
  assert.ok(
    differences.every((difference) => Math.abs(difference) < 5),
    String(Math.max(...differences.map(Math.abs))),
  )
})

test("spikes of groups of channels are those of the published model, within 5 %", () => {
  const counts = new Float64Array(700)
  for (const { units } of runs) for (const unit of units) counts[unit] += 1 / RUNS
  const total = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0)
  assert.ok(Math.abs(total(counts) / total(lauscher.counts) - 1) < 0.03, `${total(counts)} ${total(lauscher.counts)}`)
  assert.ok(correlation(counts, lauscher.counts) > 0.95)
  // Groups of 35 channels: at most 5 % apart, but for chance (Poisson at most; three deviations).
  for (let from = 0; from < 700; from += 35) {
    const ours = total(counts.slice(from, from + 35))
    const theirs = total(lauscher.counts.slice(from, from + 35))
    const chance = 3 * Math.sqrt(ours / RUNS + theirs / lauscher.runs)
    assert.ok(Math.abs(ours - theirs) < 0.05 * theirs + chance, `channels from ${from}: ${ours} and ${theirs}`)
  }
})

test("the time course is that of the published model, with a correlation above 0.95", () => {
  const psth = new Float64Array(60)
  for (const { times } of runs) for (const time of times) psth[Math.floor(time / 0.005)] += 1 / RUNS
  const r = correlation(psth, lauscher.psth)
  assert.ok(r > 0.99, String(r))
})

test("spikes come sorted by time, inside the sound", () => {
  for (const { times, units } of runs) {
    assert.equal(times.length, units.length)
    assert.ok(times.every((time, k) => time >= 0 && time < 0.3 && (k === 0 || time >= times[k - 1])))
    assert.ok(units.every((unit) => unit < 700))
  }
})

test("the same seed gives the same spikes", () => {
  assert.deepEqual(cochlea(vowel(), { sampleRate: 48_000, seed: 0 }), runs[0])
  assert.notDeepEqual(runs[1], runs[0])
})

const tone = (frequency: number, sampleRate: number) =>
  Float64Array.from({ length: sampleRate / 5 }, (_, n) => Math.sin((2 * Math.PI * frequency * n) / sampleRate))

test("low tones excite higher channels than high tones, and loudness does not depend on the waveform's", () => {
  const centre = (frequency: number) =>
    mean(cochlea(tone(frequency, 48_000), { sampleRate: 48_000, seed: 1, channels: 70 }).units)!
  assert.ok(centre(300) > centre(1000) + 5)
  assert.ok(centre(1000) > centre(4000) + 5)
  const quiet = tone(1000, 48_000).map((value) => value * 1e-3)
  const spikes = cochlea(tone(1000, 48_000), { sampleRate: 48_000, seed: 1, channels: 70 }).times.length
  assert.equal(cochlea(quiet, { sampleRate: 48_000, seed: 1, channels: 70 }).times.length, spikes)
})

test("a louder level gives more spikes", () => {
  const count = (level: number) => cochlea(vowel(), { sampleRate: 48_000, seed: 1, channels: 70, level }).times.length
  assert.ok(count(0.6) > 1.2 * count(0.15))
})

test("another sample rate gives nearly the same spikes", () => {
  const count = (rate: number) => cochlea(tone(1000, rate), { sampleRate: rate, seed: 1, channels: 140 }).times.length
  assert.ok(Math.abs(count(16_000) / count(48_000) - 1) < 0.1, `${count(16_000)} ${count(48_000)}`)
})

test("sounds without sound are refused", () => {
  const options = { sampleRate: 8000, seed: 1 }
  assert.throws(() => cochlea([], options), /the waveform is empty; give some sound/)
  assert.throws(() => cochlea(new Float64Array(800), options), /silent/)
  assert.throws(() => cochlea(new Float64Array(800).fill(Number.NaN), options), /not finite/)
  assert.throws(() => cochlea([1], { sampleRate: 0, seed: 1 }), /sampleRate is 0/)
  assert.throws(() => cochlea([1], { sampleRate: 8000, seed: 1, channels: 0 }), /channels is 0/)
})
