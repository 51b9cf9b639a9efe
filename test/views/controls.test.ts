import assert from "node:assert/strict"
import { test } from "node:test"
import { button, choice, controlPanel, slider, toggle } from "../../src/views/controls.js"
import { interact } from "../../src/views/index.js"

test("controls start where they are told, and say so", () => {
  assert.equal(slider(0, 30).value, 0)
  assert.equal(slider(0, 30, { value: 7 }).value, 7)
  assert.equal(choice(["a", "b"], { value: "b" }).value, "b")
  assert.equal(toggle(true).value, true)
  assert.equal(button("go").value, 0)
})

test("a slider over whole numbers steps by one, over a short range by a hundredth", () => {
  assert.equal((slider(0, 30).look as { step: number }).step, 1)
  assert.equal((slider(0, 1).look as { step: number }).step, 0.01)
})

test("a control that cannot be is refused with its values", () => {
  assert.throws(() => slider(3, 1), /from 3 to 1 is no range/)
  assert.throws(() => slider(0, 1, { value: 2 }), /2 lies outside 0 to 1/)
  assert.throws(() => slider(0, 1, { step: -1 }), /a step of -1/)
  assert.throws(() => choice(["a"], { value: "b" as "a" }), /b is not among a/)
})

test("a choice hands over the option itself, of any type", () => {
  const options = [
    { name: "x", toString: () => "x" },
    { name: "y", toString: () => "y" },
  ]
  const control = choice(options)
  const heard: string[] = []
  control.onChange(({ name }) => heard.push(name))
  control.take(1)
  assert.equal(control.value, options[1])
  assert.deepEqual(heard, ["y"])
})

test("a panel takes from the page only values that its controls can have", () => {
  const panel = controlPanel({ level: slider(0, 10), kind: choice(["a", "b"]), on: toggle() })
  const good = { level: 3, kind: 1, on: true }
  assert.equal(panel.problem({ values: good }), undefined)
  assert.match(panel.problem({ values: { ...good, level: 11 } })!, /level cannot be 11/)
  assert.match(panel.problem({ values: { ...good, kind: 2 } })!, /kind cannot be 2/)
  assert.match(panel.problem({ values: { ...good, kind: "constructor" } })!, /kind/)
  assert.match(panel.problem({ values: { ...good, on: 1 } })!, /on cannot be 1/)
  assert.match(panel.problem({ values: { level: 1 } })!, /values of level, kind, on are expected/)
  assert.match(panel.problem({ controls: [] })!, /controls cannot be changed/)
})

test("interact hands over typed values, of controls and of plain ones", () => {
  const shown = interact({ sigma: slider(0, 30), seed: 1, name: "x", on: true, kind: choice(["a", "b"]) }, (values) => {
    const typed: { sigma: number; seed: number; name: string; on: boolean; kind: "a" | "b" } = values
    return typed
  })
  assert.deepEqual(shown.values, { sigma: 0, seed: 1, name: "x", on: true, kind: "a" })
  assert.throws(() => interact({ bad: Number.NaN }, () => 0), /NaN is no control/)
})
