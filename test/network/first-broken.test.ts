import assert from "node:assert/strict"
import test from "node:test"
import { firstBroken } from "../../src/network/index.js"

test("the first number that is not finite is found wherever it stands", () => {
  for (let length = 0; length < 10; length++) {
    const values = new Float32Array(length).fill(-3e38)
    assert.equal(firstBroken(values), -1)
    for (const broken of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      for (let place = 0; place < length; place++) assert.equal(firstBroken(values.with(place, broken)), place)
    }
  }
})
