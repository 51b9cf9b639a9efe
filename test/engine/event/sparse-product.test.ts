import assert from "node:assert/strict"
import test from "node:test"
import { kernelModule } from "../../../src/engine/event/kernel-module.js"
import { kernels } from "../../../src/engine/event/kernels.js"
import { toBlocks, toTransposedBlocks } from "../../../src/engine/event/weights.js"
import { random } from "../../../src/random.js"

const [targets, sources, steps] = [40, 26, 12]
const at = { gradient: 1024, weights: 32768, transposed: 49152, slopes: 16384, dense: 57344, sparse: 61440, rows: 8192 }
const stride = 64 * steps

test("the product for live derivatives is the whole one there, 0 or what was there elsewhere, and untouched beyond the last neuron", () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true })
  const k = kernels(kernelModule(), memory)
  const floats = (place: number, length: number) => new Float32Array(memory.buffer, place, length)
  const dice = random(3)
  const weights = Float32Array.from({ length: targets * sources }, () => dice.normal())
  const blocks = Math.ceil(targets / 16)
  for (let t = 0; t < targets; t++) {
    for (let s = 0; s < steps; s++) {
      floats(at.gradient + Math.floor(t / 16) * stride + 64 * s + 4 * (t % 16), 1)[0] = dice.normal()
    }
  }
  const rows = { k, memory, at: at.rows }
  toBlocks(rows, weights, sources, at.weights)
  toTransposedBlocks(rows, targets, sources, at.transposed)
  for (const [block, lanes] of [
    [0, 16],
    [1, 10],
  ]) {
    const slopes = floats(at.slopes, 16 * steps).map(() => (dice.uniform() < 0.3 ? -0.5 : -0))
    floats(at.slopes, 16 * steps).set(slopes)
    assert.equal(k.liveSlopes(at.slopes, steps), slopes.filter((x) => x !== 0).length)
    k.product(at.gradient, stride, targets, at.transposed + block * blocks * 1024, steps, at.dense, 0)
    const own = at.weights + block * 1024
    for (const add of [0, 1]) {
      floats(at.sparse, 16 * steps).fill(7)
      k.sparseProduct(at.slopes, at.gradient, stride, blocks, own, sources * 64, steps, lanes, at.sparse, add)
      floats(at.sparse, 16 * steps).forEach((value, i) => {
        const expected = (slopes[i] !== 0 && i % 16 < lanes ? floats(at.dense + 4 * i, 1)[0] : 0) + 7 * add
        assert.ok(Math.abs(value - expected) < 1e-5, `${value}, ${expected} at ${i}`)
      })
    }
  }
})
