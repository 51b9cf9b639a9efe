// The sliders and ticks of a view: a row each. They tell the kernel of every move; where moves come faster than answers, the last one wins.

/** Rows of controls inside `el`, kept equal with `model`'s values. */
export function controlRows(model, el) {
  const rows = document.createElement("div")
  rows.style.cssText =
    "display: grid; grid-template-columns: max-content minmax(160px, 320px) max-content; gap: 4px 10px; align-items: center; font-size: 13px; padding: 4px 0"
  for (const control of model.get("controls")) rows.append(...row(model, control))
  el.append(rows)
}

function row(model, { name, label, range }) {
  const id = `spiketime-${Math.random().toString(36).slice(2)}`
  const caption = element("label", { htmlFor: id, textContent: label })
  const said = element("output", {})
  said.style.cssText = "font-variant-numeric: tabular-nums; min-width: 4em"
  const set = (value) => {
    model.set("values", { ...model.get("values"), [name]: value })
    model.save_changes()
  }
  const { input, show } = range ? slider(range, set, said) : tick(set)
  input.id = id
  input.dataset.control = name
  const renew = () => show(model.get("values")[name])
  model.on("change:values", renew)
  renew()
  return [caption, input, said]
}

const element = (tag, properties) => Object.assign(document.createElement(tag), properties)

function slider([min, max, step], set, said) {
  const input = element("input", { type: "range", min, max, step })
  input.style.width = "100%"
  const say = () => {
    said.textContent = String(Number(Number(input.value).toPrecision(6)))
  }
  input.oninput = () => {
    say()
    set(input.valueAsNumber)
  }
  const show = (value) => {
    // While a person drags, the kernel's older values must not pull the handle back.
    if (!input.matches(":active")) input.value = value
    say()
  }
  return { input, show }
}

function tick(set) {
  const input = element("input", { type: "checkbox" })
  input.style.justifySelf = "start"
  input.onchange = () => set(input.checked)
  return { input, show: (value) => (input.checked = value) }
}
