import assert from "node:assert/strict"
import { test } from "node:test"
import { readWav, resample } from "../../src/cochlea/index.js"

/** A WAV file of the samples. */
function wav(samples: number[][], bits: number, kind = 1): Uint8Array {
  const channels = samples[0].length
  const bytes = (samples.length * channels * bits) / 8
  const view = new DataView(new ArrayBuffer(44 + bytes))
  const text = (at: number, value: string) => new Uint8Array(view.buffer).set(new TextEncoder().encode(value), at)
  text(0, "RIFF")
  view.setUint32(4, 36 + bytes, true)
  text(8, "WAVEfmt ")
  view.setUint32(16, 16, true)
  view.setUint16(20, kind, true)
  view.setUint16(22, channels, true)
  view.setUint32(24, 16_000, true)
  view.setUint16(32, (channels * bits) / 8, true)
  view.setUint16(34, bits, true)
  text(36, "data")
  view.setUint32(40, bytes, true)
  samples.flat().forEach((value, i) => {
    const at = 44 + (i * bits) / 8
    if (kind === 3) view.setFloat32(at, value, true)
    else if (bits === 8) view.setUint8(at, Math.round(128 + 128 * value))
    else if (bits === 16) view.setInt16(at, value * 2 ** 15, true)
    else if (bits === 24) {
      view.setUint8(at, 0)
      view.setInt16(at + 1, value * 2 ** 15, true)
    } else view.setInt32(at, value * 2 ** 31, true)
  })
  return new Uint8Array(view.buffer)
}

test("WAV files of every common format are read", () => {
  for (const [bits, kind] of [
    [8, 1],
    [16, 1],
    [24, 1],
    [32, 1],
    [32, 3],
  ]) {
    const { samples, sampleRate } = readWav(wav([[0], [0.5], [-0.25]], bits, kind))
    assert.equal(sampleRate, 16_000)
    assert.deepEqual([...samples], [0, 0.5, -0.25])
  }
})

test("the channels of a stereo file are averaged", () => {
  assert.deepEqual(
    [
      ...readWav(
        wav(
          [
            [0.5, 0],
            [-0.5, 0.25],
          ],
          16,
        ),
      ).samples,
    ],
    [0.25, -0.125],
  )
})

test("a file whose data are shorter than announced is read to its end", () => {
  assert.equal(readWav(wav([[0], [0.5], [0.25]], 16).subarray(0, 48)).samples.length, 2)
})

test("what is no sound is refused by name", () => {
  assert.throws(() => readWav(new Uint8Array(100), "x.wav"), /x\.wav: this is not a WAV file/)
  assert.throws(() => readWav(wav([[0]], 16).subarray(0, 36), "x.wav"), /no sound in it; it is cut short/)
  assert.throws(() => readWav(wav([[0]], 16, 17), "x.wav"), /format 17 of 16 bits is not known/)
})

test("resample keeps a tone that both rates can carry", () => {
  const tone = (rate: number) =>
    Float64Array.from({ length: rate / 10 }, (_, n) => Math.sin((2 * Math.PI * 440 * n) / rate))
  for (const [from, to] of [
    [16_000, 48_000],
    [48_000, 16_000],
    [22_050, 48_000],
  ]) {
    const made = resample(tone(from), from, to)
    const wanted = tone(to)
    assert.equal(made.length, wanted.length)
    const inside = Array.from(made).slice(to / 50, -to / 50)
    assert.ok(inside.every((value, i) => Math.abs(value - wanted[i + to / 50]) < 2e-3))
  }
})

test("resample removes a tone that the lower rate cannot carry", () => {
  const tone = Float64Array.from({ length: 4800 }, (_, n) => Math.sin((2 * Math.PI * 7000 * n) / 48_000))
  assert.ok(
    resample(tone, 48_000, 8000)
      .subarray(100, 700)
      .every((value) => Math.abs(value) < 0.01),
  )
})

test("resample refuses a rate of 0", () => {
  assert.throws(() => resample([1], 0, 1), /from 0 Hz to 1 Hz/)
})
