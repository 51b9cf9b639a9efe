import assert from "node:assert/strict"
import { test } from "node:test"
import { binSpikes } from "../../src/datasets/index.js"

const raw = {
  samples: [
    { times: Float32Array.of(0, 0.0139, 0.0141, 1.39), units: Uint16Array.of(3, 3, 3, 699) },
    { times: [], units: [] },
  ],
  labels: [1, 0],
  classNames: ["a", "b"],
}

test("binSpikes puts seconds into bins of 14 ms, once for each unit", () => {
  const data = binSpikes(raw)
  assert.deepEqual(
    [[...data.times], [...data.units], [...data.offsets]],
    [
      [0, 1, 99],
      [3, 3, 699],
      [0, 3, 3],
    ],
  )
  assert.deepEqual([data.steps, data.dt, data.unitCount, [...data.labels]], [100, 14, 700, [1, 0]])
})

test("binSpikes takes other bins, and refuses what lies outside with its sample", () => {
  assert.equal(binSpikes(raw, { bins: 200 }).dt, 7)
  assert.throws(
    () => binSpikes(raw, { duration: 1000 }),
    /spikes\/times\[0\]\[3\] is 1\.390 s, after the window of 1000 ms/,
  )
  assert.throws(() => binSpikes(raw, { unitCount: 100 }), /spikes\/units\[0\]\[3\] is 699; there are 100 units/)
})
