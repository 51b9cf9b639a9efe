import assert from "node:assert/strict"
import { test } from "node:test"
import { fft } from "../../src/cochlea/fft.js"
import { random } from "../../src/random.js"

function numbers(length: number, seed: number): Float64Array {
  const stream = random(seed)
  return Float64Array.from({ length }, () => stream.uniform() - 0.5)
}

/** The definition, with exp(sign 2 pi i k n / length). */
function slowly(re: Float64Array, im: Float64Array, sign: number): [number, number][] {
  return Array.from(re, (_, n) => {
    let [sumRe, sumIm] = [0, 0]
    re.forEach((value, k) => {
      const angle = (sign * 2 * Math.PI * ((k * n) % re.length)) / re.length
      sumRe += value * Math.cos(angle) - im[k] * Math.sin(angle)
      sumIm += value * Math.sin(angle) + im[k] * Math.cos(angle)
    })
    return [sumRe, sumIm]
  })
}

for (const length of [1, 2, 4, 8, 32, 64, 512]) {
  test(`transforms of ${length} values follow the definition, forward and backward`, () => {
    for (const sign of [-1, 1]) {
      const [re, im] = [numbers(length, 1), numbers(length, 2)]
      const expected = slowly(re, im, sign)
      const plan = fft(length)
      if (sign < 0) plan.forward(re, im)
      else plan.backward(re, im)
      expected.forEach(([wantedRe, wantedIm], n) => {
        assert.ok(Math.hypot(re[n] - wantedRe, im[n] - wantedIm) < 1e-11)
      })
    }
  })
}

test("lengths that are no power of two are refused", () => {
  for (const length of [0, 3, 48_000, 1.5]) assert.throws(() => fft(length), /give a power of two/)
})
