import assert from "node:assert/strict"
import { test } from "node:test"
import { merge, pickUnits, shuffle } from "../../src/datasets/index.js"
import { fromSamples } from "../../src/spikes/index.js"

const one = fromSamples(
  [
    { times: [1, 2], units: [0, 2] },
    { times: [3], units: [1] },
  ],
  {
    labels: Uint16Array.of(0, 1),
    classNames: ["a", "b"],
    speakers: Uint16Array.of(4, 5),
    unitCount: 3,
    steps: 9,
    dt: 1,
    name: "one",
  },
)

test("merge puts data sets one after the other", () => {
  const twice = merge(one, one.select([1]))
  assert.deepEqual([...twice.offsets], [0, 2, 3, 4])
  assert.deepEqual([...twice.times], [1, 2, 3, 3])
  assert.deepEqual(
    [[...twice.labels], [...(twice.speakers ?? [])]],
    [
      [0, 1, 1],
      [4, 5, 5],
    ],
  )
})

test("merge drops speakers that only some have", () => {
  assert.equal(merge(one, one.with({ speakers: undefined })).speakers, undefined)
})

test("merge refuses data sets of other shape or classes", () => {
  assert.throws(() => merge(one, one.with({ dt: 2, name: "two" })), /one has dt 1 and two has 2; read both alike/)
  assert.throws(() => merge(one, one.with({ classNames: ["a", "c"] })), /other classes/)
  assert.throws(() => merge(), /give at least one/)
})

test("pickUnits keeps the spikes of some units and renumbers them", () => {
  const picked = pickUnits(one, [2, 1])
  assert.deepEqual(
    [[...picked.times], [...picked.units], [...picked.offsets]],
    [
      [2, 3],
      [0, 1],
      [0, 1, 2],
    ],
  )
  assert.throws(() => pickUnits(one, [3]), /3 is not one of the 3 units/)
})

test("shuffle keeps all samples and depends on the seed only", () => {
  const many = one.select(Array.from({ length: 40 }, (_, i) => i % 2))
  const mixed = shuffle(many, { seed: 1 })
  assert.deepEqual([...mixed.labels].sort(), [...many.labels].sort())
  assert.notDeepEqual(mixed.labels, many.labels)
  assert.deepEqual(shuffle(many, { seed: 1 }).labels, mixed.labels)
})
