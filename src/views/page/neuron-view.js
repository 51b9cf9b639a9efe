import { make } from "./canvas.js"
import { delayStrip } from "./delay-strip.js"
import { neuronTraces } from "./neuron-traces.js"
import { rasterPanel } from "./raster-panel.js"
import { axonColour, cursorColour, unitAt } from "./spike-panels.js"

// One neuron of a network: rasters of all populations, below them its membrane and current, and the delays that lead to it.

export default {
  render({ model, el, signal }) {
    const chosen = () => model.get("chosen")
    const link = () => model.get("links")[chosen().link] ?? {}
    const panel = rasterPanel(model, el, {
      signal,
      name: ({ panels }) => `rasters of ${panels.map(({ name, count }) => `${name}, ${count} spikes`).join("; ")}`,
      overlay(context, place) {
        markRow(context, place, chosen().population, chosen().neuron, cursorColour)
        if (link().from) markRow(context, place, link().from, chosen().axon, axonColour)
      },
      redraw: () => traces.ask(),
      press: (box, y, spike) => pick(box.panel.name, spike?.unit ?? unitAt(box, y)),
      keys: {
        ArrowUp: () => pick(chosen().population, chosen().neuron + 1),
        ArrowDown: () => pick(chosen().population, chosen().neuron - 1),
      },
      fields: ["membrane", "current", "delays", "outputs", "chosen"],
      changed: show,
    })
    const { spikes } = panel
    const traces = neuronTraces(model, el, { signal, view: panel.time.get, own: () => ownSpikes(spikes(), chosen()) })
    // The input has no membrane.
    const names = spikes()
      .panels.slice(1)
      .map(({ name }) => name)
    const population = make("select", { title: "Population" }, "font: inherit")
    population.append(...names.map((name) => make("option", { value: name, textContent: name })))
    population.onchange = () => pick(population.value, 0)
    const neuron = make("input", { type: "number", min: 0, title: "Neuron" }, "font: inherit; width: 5em")
    neuron.onchange = () => pick(population.value, neuron.valueAsNumber)
    const caption = make("label", { textContent: "neuron " })
    caption.append(neuron)
    const decision = make("span", { className: "spiketime-decision" })
    decision.setAttribute("role", "status")
    panel.bar.append(population, caption, decision)
    const delays = delayStrip(model, el, signal)

    function pick(name, unit) {
      const axon = name === link().from && { axon: unit }
      // Axons of the input may be chosen.
      if (!names.includes(name)) return axon ? choose(axon) : show()
      const { unitCount } = spikes().panels.find((one) => one.name === name)
      if (!(unit >= 0 && unit < unitCount)) return show()
      choose({ population: name, neuron: unit, ...axon })
    }

    function choose(next) {
      model.set("chosen", { ...chosen(), ...next })
      model.save_changes()
      show()
    }

    function show() {
      const { population: name, neuron: unit } = chosen()
      population.value = name
      neuron.max = String(spikes().panels.find((one) => one.name === name).unitCount - 1)
      neuron.value = String(unit)
      decision.textContent = decisionOf(model, ownSpikes(spikes(), chosen()).length)
      const label = `membrane and current of neuron ${unit} of ${name}; ${decision.textContent}`
      traces.canvas.setAttribute("aria-label", label)
      delays.show()
      panel.ask()
    }

    show()
  },
}

/** Shades the row of a unit and points at it. */
function markRow(context, { boxes }, name, unit, colour) {
  const box = boxes.find(({ panel }) => panel.name === name)
  if (!box) return
  const tall = Math.max(5, box.perUnit)
  const y = box.top + (box.panel.unitCount - 0.5 - unit) * box.perUnit
  context.fillStyle = colour
  context.globalAlpha = 0.25
  context.fillRect(box.left, y - tall / 2, box.right - box.left, tall)
  context.globalAlpha = 1
  context.beginPath()
  context.moveTo(box.right + 2, y)
  context.lineTo(box.right + 9, y - 4)
  context.lineTo(box.right + 9, y + 4)
  context.fill()
}

/** Steps in which a neuron spiked. */
function ownSpikes({ panels, times, units }, { population, neuron }) {
  const { from, to } = panels.find(({ name }) => name === population)
  const steps = []
  for (let k = from; k < to; k++) if (units[k] === neuron) steps.push(times[k])
  return steps
}

const sum = (counts) => counts.reduce((all, count) => all + count, 0)

function decisionOf(model, count) {
  const names = model.get("classNames")
  const best = (counts) => names[counts.indexOf(Math.max(...counts))]
  const [before, now] = model.get("outputs")
  const moved = before.join() === now.join() ? "" : ` → ${best(now)} (output spikes ${sum(before)} → ${sum(now)})`
  return `${count} spikes · class ${names[model.get("label")]} · decision: ${best(before)}${moved}`
}
