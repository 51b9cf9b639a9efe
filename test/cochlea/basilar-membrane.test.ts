import assert from "node:assert/strict"
import { test } from "node:test"
import { membraneVelocity } from "../../src/cochlea/basilar-membrane.js"

/** Place (cm), frequency (Hz) and velocity, from the package lauscher 1.0.1. */
const KNOWN = [
  [0, 100, 1.63185589e-2, 3.08076661e-2],
  [0, 20_000, 117.020705, 81.2124597],
  [0.5, 5000, -28.2478567, 11.1471825],
  [1, 2000, -31.1684104, -12.04112],
  [2, 500, 25.9565076, -51.1297375],
  [2, 1000, -6.70391551, -169.948079],
  [3.5, 100, 164.394914, -150.521353],
] as const

test("the membrane moves as in the published model", () => {
  for (const [x, frequency, re, im] of KNOWN) {
    const velocity = membraneVelocity(2 * Math.PI * frequency, x)
    const error = Math.hypot(velocity.re - re, velocity.im - im) / Math.hypot(re, im)
    assert.ok(error < 1e-7, `${frequency} Hz at ${x} cm: ${error}`)
  }
})

test("high tones move the base most, low tones the apex", () => {
  const best = (frequency: number) => {
    const sizes = Array.from({ length: 351 }, (_, i) => {
      const { re, im } = membraneVelocity(2 * Math.PI * frequency, i / 100)
      return Math.hypot(re, im)
    })
    return sizes.indexOf(Math.max(...sizes)) / 100
  }
  const places = [8000, 4000, 2000, 1000, 500, 250].map(best)
  for (let i = 1; i < places.length; i++) assert.ok(places[i] > places[i - 1] + 0.2, String(places))
})
