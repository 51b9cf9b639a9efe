import assert from "node:assert/strict"
import { test } from "node:test"
import { button, choice, slider, toggle } from "../../src/views/controls.js"
import { interact } from "../../src/views/index.js"

test("controls start where they are told, and say so", () => {
  assert.equal(slider(0, 30).value, 0)
  assert.equal(slider(0, 30, { value: 7 }).value, 7)
  assert.equal(choice(["a", "b"], { value: "b" }).value, "b")
  assert.equal(toggle(true).value, true)
  assert.equal(button("go").value, 0)
  assert.equal(String(slider(0, 1, { value: 0.5, label: "level" })), "level: 0.5")
})

test("controls are the models of ipywidgets, with its names", () => {
  const fields = (control: { model: { wireState(): object } }) => {
    const state = control.model.wireState() as { [name: string]: unknown }
    return [state._model_module, state._model_module_version, state._model_name, state._view_name]
  }
  const stock = (name: string) => ["@jupyter-widgets/controls", "2.0.0", `${name}Model`, `${name}View`]
  assert.deepEqual(fields(slider(0, 30)), stock("IntSlider"))
  assert.deepEqual(fields(slider(0, 1)), stock("FloatSlider"))
  assert.deepEqual(fields(choice(["a"])), stock("Dropdown"))
  assert.deepEqual(fields(toggle()), stock("Checkbox"))
  assert.deepEqual(fields(button("go")), stock("Button"))
  const { model } = slider(0, 30, { label: "σ", continuousUpdate: false, readout: false })
  const { description, continuous_update, readout, layout, style } = model.wireState()
  assert.deepEqual([description, continuous_update, readout], ["σ", false, false])
  for (const part of [layout, style]) assert.match(String(part), /^IPY_MODEL_[-\da-f]{36}$/)
})

test("a slider over whole numbers steps by one, over a short range by a hundredth, and shows the digits that tell steps apart", () => {
  const shown = (...of: Parameters<typeof slider>) => {
    const { step, readout_format } = slider(...of).model.state
    return [step, readout_format]
  }
  assert.deepEqual(shown(0, 30), [1, "d"])
  assert.deepEqual(shown(0, 1), [0.01, ".2f"])
  assert.deepEqual(shown(0, 300, { step: 2.5 }), [2.5, ".1f"])
  assert.deepEqual(shown(0, 5), [0.05, ".2f"])
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
  control.model.set("index", 1)
  assert.equal(control.value, options[1])
  assert.deepEqual(heard, ["y"])
})

test("a value set here reaches model and listeners, and one that cannot be is refused", () => {
  const control = slider(0, 10, { label: "level" })
  const heard: number[] = []
  const end = control.onChange((value) => heard.push(value))
  control.value = 3
  assert.equal(control.model.get("value"), 3)
  assert.throws(() => {
    control.value = 11
  }, /level: 3: value cannot be 11/)
  end()
  control.value = 4
  assert.deepEqual(heard, [3])
})

test("a control takes from the page only its value, and only one that it can have", () => {
  const level = slider(0, 10, { step: 1 }).model
  assert.equal(level.problem({ value: 3 }), undefined)
  assert.match(level.problem({ value: 11 })!, /value cannot be 11/)
  assert.match(level.problem({ value: 2.5 })!, /value cannot be 2.5/)
  assert.match(level.problem({ max: 100 })!, /max cannot be changed by the page/)
  const kind = choice(["a", "b"]).model
  assert.equal(kind.problem({ index: 1 }), undefined)
  assert.match(kind.problem({ index: 2 })!, /index cannot be 2/)
  assert.match(kind.problem({ _options_labels: [] })!, /_options_labels cannot be changed/)
})

test("interact hands over typed values, of controls and of plain ones, and names its controls", () => {
  const level = slider(0, 30)
  const shown = interact({ sigma: level, seed: 1, name: "x", on: true, kind: choice(["a", "b"]) }, (values) => {
    const typed: { sigma: number; seed: number; name: string; on: boolean; kind: "a" | "b" } = values
    return typed
  })
  assert.deepEqual(shown.values, { sigma: 0, seed: 1, name: "x", on: true, kind: "a" })
  assert.equal(level.label, "sigma")
  assert.equal(String(shown), "sigma: 0, seed: 1, name: x, on: true, kind: a")
  assert.throws(() => interact({ bad: Number.NaN }, () => 0), /NaN is no control/)
})
