import assert from "node:assert/strict"
import { test } from "node:test"
import { History } from "../../../kernels/session/history.js"

function filled(): History {
  const history = new History()
  for (const [index, source] of ["a = 1", "b = [1]", "a = 1", "c"].entries()) history.add(index + 1, source)
  history.result(4, "3")
  return history
}

const inputs = (...request: Parameters<History["find"]>) =>
  filled()
    .find(...request)
    .history.map((row) => row[2])

test("tail gives the last cells", () => {
  assert.deepEqual(inputs({ hist_access_type: "tail", n: 2 }), ["a = 1", "c"])
})

test("range gives cells from start up to, not including, stop, of this session only", () => {
  assert.deepEqual(inputs({ hist_access_type: "range", session: 0, start: 2, stop: 4 }), ["b = [1]", "a = 1"])
  assert.deepEqual(inputs({ hist_access_type: "range", session: 9, start: 1 }), [])
})

test("search takes * and ?, and nothing else as special", () => {
  assert.deepEqual(inputs({ hist_access_type: "search", pattern: "b = [?]" }), ["b = [1]"])
  assert.deepEqual(inputs({ hist_access_type: "search", pattern: "a*", unique: true }), ["a = 1"])
  assert.deepEqual(inputs({ hist_access_type: "search", pattern: "*=*", n: 1 }), ["a = 1"])
})

test("with output a cell comes with its result, or with null", () => {
  assert.deepEqual(inputs({ hist_access_type: "tail", n: 2, output: true }), [
    ["a = 1", null],
    ["c", "3"],
  ])
})
