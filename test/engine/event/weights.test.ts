import assert from "node:assert/strict"
import test from "node:test"
import { constantsAddress, kernelConstants } from "../../../src/engine/event/kernel-constants.js"
import { kernelModule } from "../../../src/engine/event/kernel-module.js"
import { kernels } from "../../../src/engine/event/kernels.js"
import { toBlocks, toPairs, toTransposedBlocks } from "../../../src/engine/event/weights.js"
import { random } from "../../../src/random.js"

const at = { rows: 4096, blocks: 16384, transposed: 32768, pairs: 49152, worth: 61440 }
const padded = (n: number) => Math.ceil(n / 16) * 16

/** Random weights, laid out in a memory that held other numbers. */
function laidOut(targets: number, sources: number) {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true })
  const k = kernels(kernelModule(), memory)
  const floats = (place: number, length: number) => new Float32Array(memory.buffer, place, length)
  floats(at.rows, (65536 - at.rows) / 4).fill(7)
  kernelConstants.forEach((value, i) => void floats(constantsAddress + 16 * i, 4).fill(value))
  const dice = random(targets, sources)
  const weights = Float32Array.from({ length: targets * sources }, () => dice.normal())
  const rows = { k, memory, at: at.rows }
  toBlocks(rows, weights, sources, at.blocks)
  toTransposedBlocks(rows, targets, sources, at.transposed)
  const weight = (target: number, source: number) =>
    target < targets && source < sources ? weights[target * sources + source] : 0
  return { memory, k, floats, weight }
}

for (const [targets, sources] of [
  [20, 32],
  [16, 13],
  [37, 30],
]) {
  test(`weights of ${sources} sources to ${targets} targets lie by source, with 0 for who is missing`, () => {
    const { floats, weight } = laidOut(targets, sources)
    const transposed = floats(at.transposed, padded(targets) * padded(sources))
    transposed.forEach((value, i) => {
      const [block, target] = [Math.floor(i / 16 / padded(targets)), Math.floor(i / 16) % padded(targets)]
      assert.equal(value, weight(target, 16 * block + (i % 16)))
    })
  })

  test(`in 16 bits, weights of ${sources} sources to ${targets} targets are off by half of what a unit is worth, and no sum overflows`, () => {
    const { memory, k, floats, weight } = laidOut(targets, sources)
    const bound = toPairs(k, at.transposed, targets, sources, at.pairs, at.worth, false)
    const worth = floats(at.worth, sources)
    const pairs = new Int16Array(memory.buffer, at.pairs, padded(targets) * padded(sources))
    let largestSum = 0
    for (let source = 0; source < sources; source++) {
      let sum = 0
      for (let target = 0; target < padded(targets); target++) {
        const half = Math.floor(source / 8)
        const value = pairs[half * padded(targets) * 8 + Math.floor(target / 2) * 16 + (source % 8) * 2 + (target % 2)]
        assert.ok(Math.abs(value * worth[source] - weight(target, source)) <= 0.501 * worth[source])
        sum += Math.abs(value)
      }
      largestSum = Math.max(largestSum, sum)
    }
    assert.ok(bound > 1000 && bound <= 32767 && bound * largestSum < 2 ** 31)
  })
}
