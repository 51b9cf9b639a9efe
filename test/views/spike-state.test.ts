import assert from "node:assert/strict"
import { test } from "node:test"
import { fromSamples, reverse } from "../../src/index.js"
import { rasterView } from "../../src/views/index.js"
import { spikeState } from "../../src/views/spike-state.js"

const data = fromSamples(
  [
    { times: [1, 5, 9], units: [0, 1, 2] },
    { times: [1, 6], units: [0, 1] },
  ],
  { labels: Uint16Array.of(0, 1), classNames: ["one", "two"], unitCount: 3, steps: 12, dt: 2 },
)

test("samples follow each other in one array, with their own number of spikes", () => {
  const state = spikeState({ a: data.sample(0), b: data.sample(1) })
  assert.deepEqual([...state.times], [1, 5, 9, 1, 6])
  assert.deepEqual([...state.units], [0, 1, 2, 0, 1])
  assert.deepEqual(
    state.panels.map(({ name, className, count }) => [name, className, count]),
    [
      ["a", "one", 3],
      ["b", "two", 2],
    ],
  )
  assert.equal(state.moved.length, 0)
})

test("comparing marks what only one of the two has", () => {
  assert.deepEqual([...spikeState({ a: data.sample(0), b: data.sample(1) }, true).moved], [0, 1, 1, 0, 1])
})

test("a view's cursor may stand inside the window only, and the page changes nothing else", () => {
  const view = rasterView(data.sample(0))
  assert.equal(view.problem({ cursor: 24 }), undefined)
  assert.match(view.problem({ cursor: 25 })!, /cannot stand at 25 ms/)
  assert.match(view.problem({ times: new Uint16Array(1) })!, /times cannot be changed by the page/)
})

test("a view becomes another of its kind, and no other", () => {
  const view = rasterView(data.sample(0))
  assert.equal(view.become(rasterView(reverse(data).sample(0)) as never), true)
  assert.deepEqual([...view.get("times")], [1, 5, 9])
  assert.deepEqual([...view.get("units")], [2, 1, 0])
})

test("what is no sample is refused by name", () => {
  assert.throws(() => rasterView({}), /there is no sample to show/)
  assert.throws(() => rasterView(5 as never), /5 is no sample/)
  const other = data.with({ dt: 1 })
  assert.throws(() => rasterView({ a: data.sample(0), b: other.sample(0) }), /b has steps of 1 ms and a of 2/)
})
