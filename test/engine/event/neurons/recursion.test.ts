import assert from "node:assert/strict"
import test from "node:test"
import { recursionOf } from "../../../../src/engine/event/neurons/recursion.js"
import { alphaTaps, pspFilter, startTaps } from "../../../../src/network/index.js"

const decay = Math.exp(-1 / 10)

/** The filter's response to one input, step by step, as the kernels carry it. */
function response([a, level, slope, leftP, leftQ]: readonly number[], count: number, steps: number): number[] {
  let [p, q] = [0, 0]
  return Array.from({ length: steps }, (_, t) => {
    q = a * (q + p)
    p = a * p + (t === 0 ? 1 : 0)
    if (t === count) [p, q] = [p - leftP, q - leftQ]
    return level * p + slope * q
  })
}

for (const shape of ["alpha", "exponential"] as const) {
  test(`the recursion of ${shape} taps responds as they do, and with nothing behind them`, () => {
    const taps = startTaps(pspFilter({ taps: 50, tau: 10, shape }), 1)
    response(recursionOf(taps, shape, decay), 50, 60).forEach((value, t) => {
      assert.ok(Math.abs(value - (taps[t] ?? 0)) < 1e-6, `${value} at step ${t}`)
    })
  })
}

test("cut alpha kernels have a recursion", () => {
  assert.equal(recursionOf(alphaTaps(10), "alpha", decay)[0], decay)
})

test("taps that were trained, and taps that end before they have decayed, have none", () => {
  const taps = startTaps(pspFilter({ taps: 50, tau: 10 }), 1)
  taps[20] += 1e-4
  assert.deepEqual(recursionOf(taps, "alpha", decay), [0, 0, 0, 0, 0])
  const long = startTaps(pspFilter({ taps: 50, tau: 100 }), 1)
  assert.deepEqual(recursionOf(long, "alpha", Math.exp(-1 / 100)), [0, 0, 0, 0, 0])
})
