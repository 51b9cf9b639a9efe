// Controls for exploring: a row each. They tell the kernel of every move; where moves come faster than answers, the last one wins.

/** Rows of controls inside `el`, kept equal with `model`'s values. */
export function controlRows(model, el, controls = model.get("controls")) {
  const rows = document.createElement("div")
  rows.style.cssText =
    "display: grid; grid-template-columns: max-content minmax(160px, 320px) max-content; gap: 4px 10px; align-items: center; font-size: 13px; padding: 4px 0"
  for (const control of controls) rows.append(...row(model, control))
  el.append(rows)
  return rows
}

function row(model, control) {
  const { name, label } = control
  const id = `spiketime-${Math.random().toString(36).slice(2)}`
  const caption = document.createElement("label")
  caption.htmlFor = id
  caption.textContent = control.kind === "button" ? "" : label
  const said = document.createElement("output")
  said.style.cssText = "font-variant-numeric: tabular-nums; min-width: 4em"
  const set = (value) => {
    model.set("values", { ...model.get("values"), [name]: value })
    model.save_changes()
  }
  const input = makers[control.kind](control, set, said)
  input.element.id = id
  input.element.dataset.control = name
  const show = () => input.show(model.get("values")[name])
  model.on("change:values", show)
  show()
  return [caption, input.element, said]
}

const element = (tag, properties) => Object.assign(document.createElement(tag), properties)

const makers = {
  slider({ low, high, step }, set, said) {
    const input = element("input", { type: "range", min: low, max: high, step })
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
    return { element: input, show }
  },
  choice({ options }, set) {
    const select = element("select", {})
    select.append(...options.map((textContent, k) => element("option", { value: String(k), textContent })))
    select.style.cssText = "width: max-content; max-width: 100%"
    select.onchange = () => set(Number(select.value))
    const show = (value) => {
      select.value = String(value)
    }
    return { element: select, show }
  },
  toggle(_, set) {
    const input = element("input", { type: "checkbox" })
    input.style.justifySelf = "start"
    input.onchange = () => set(input.checked)
    return { element: input, show: (value) => (input.checked = value) }
  },
  button({ label }, set) {
    const button = element("button", { type: "button", textContent: label })
    let clicks = 0
    button.style.cssText = "justify-self: start; cursor: pointer"
    button.onclick = () => set(clicks + 1)
    return { element: button, show: (value) => (clicks = value) }
  },
  number(_, set) {
    const input = element("input", { type: "number", step: "any" })
    input.style.width = "8em"
    input.onchange = () => {
      if (Number.isFinite(input.valueAsNumber)) set(input.valueAsNumber)
    }
    return { element: input, show: (value) => (input.value = value) }
  },
  text(_, set) {
    const input = element("input", { type: "text" })
    input.oninput = () => set(input.value)
    const show = (value) => {
      if (input.value !== value) input.value = value
    }
    return { element: input, show }
  },
}
