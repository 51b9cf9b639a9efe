import { make, status, surface, themeOf } from "./canvas.js"
import { controlRows } from "./control-rows.js"
import { drawSpikes, nameSpike, readSpikes, spikeAt, whenSpikesChange } from "./spike-panels.js"

// One sample before and after the perturbations that the sliders set, and what the network makes of both.

export default {
  render({ model, el, signal }) {
    let spikes = readSpikes(model)
    let place
    const view = () => ({ from: 0, to: spikes.steps })
    controlRows(model, el)
    const decision = make(
      "div",
      { className: "spiketime-decision" },
      "font-size: 13px; padding: 2px 0; min-height: 1.3em",
    )
    decision.setAttribute("role", "status")
    el.append(decision)
    const { canvas, ask } = surface(el, { height: model.get("height"), label: "raster before and after", draw, signal })
    const bars = surface(el, { height: 130, label: "output spikes by class", draw: drawBars, signal })
    const hasOutputs = model.get("outputs")[0].length > 0
    bars.canvas.style.display = hasOutputs ? "block" : "none"
    const line = status(el)

    function draw(context, width, height, ratio) {
      place = drawSpikes(context, spikes, view(), { width, height, ratio, element: el })
    }

    function drawBars(context, width, height) {
      const [before, after] = model.get("outputs")
      const names = model.get("classNames")
      const { ink } = themeOf(el)
      const most = Math.max(1, ...before, ...after)
      const slot = (width - 60) / Math.max(1, names.length)
      context.font = "11px system-ui, sans-serif"
      const widest = Math.max(...names.map((name) => context.measureText(name).width))
      // Names that have no room beside each other stand upright.
      const upright = widest > slot
      const foot = upright ? widest + 8 : 18
      context.textAlign = upright ? "right" : "center"
      names.forEach((name, k) => {
        const x = 50 + k * slot
        const bar = (value, at, colour) => {
          const tall = (value / most) * (height - foot - 16)
          context.fillStyle = colour
          context.fillRect(x + at * slot, height - foot - tall, slot * 0.36, tall)
        }
        bar(before[k] ?? 0, 0.1, "#888888")
        bar(after[k] ?? 0, 0.5, "#2f86e0")
        context.fillStyle = ink
        context.save()
        context.translate(x + slot / 2, height - foot + 14)
        if (upright) {
          context.translate(4, -10)
          context.rotate(-Math.PI / 2)
        }
        context.fillText(name, 0, 0)
        context.restore()
      })
      context.textAlign = "left"
      context.fillText("output spikes: grey before, blue after", 50, 11)
    }

    function decide() {
      const names = model.get("classNames")
      const best = (counts) => names[counts.indexOf(Math.max(...counts))]
      const [before, after] = model.get("outputs")
      const truth = names[model.get("label")]
      const moved = spikes.moved.reduce((sum, mark, k) => sum + (k >= spikes.panels[1].from ? mark : 0), 0)
      const counts = `class ${truth} · ${spikes.panels[0].count} spikes, then ${spikes.panels[1].count}, ${moved} of them moved (red)`
      decision.textContent = before.length > 0 ? `${counts} · decision: ${best(before)} → ${best(after)}` : counts
      decision.dataset.moved = String(moved)
      canvas.setAttribute("aria-label", `raster before and after: ${decision.textContent}`)
      const told = names.map((name, k) => `${name} ${before[k]}, ${after[k]}`).join("; ")
      bars.canvas.setAttribute("aria-label", `output spikes by class, before and after: ${told}`)
      canvas.dataset.generation = String(Number(canvas.dataset.generation ?? 0) + 1)
      ask()
      bars.ask()
    }

    canvas.addEventListener("pointermove", (event) => {
      const found = place && spikeAt(spikes, view(), place, event.offsetX, event.offsetY)
      line.textContent = found ? nameSpike(found, spikes.dt) : ""
    })
    whenSpikesChange(model, ["outputs", "label"], () => {
      spikes = readSpikes(model)
      decide()
    })
    decide()
  },
}
