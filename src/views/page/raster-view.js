import { make } from "./canvas.js"
import { rasterPanel } from "./raster-panel.js"
import { unitAt } from "./spike-panels.js"

// Spikes to look around in, in one panel or several.

export default {
  render({ model, el, signal }) {
    const { bar } = rasterPanel(model, el, {
      signal,
      name: () => model.get("label"),
      // Side by side, panels of less than 200 pixels show nothing.
      columns: (width) => Math.max(1, Math.min(model.get("columns"), Math.floor(width / 260))),
      press: (box, y) => model.send({ picked: { panel: box.panel.name, unit: unitAt(box, y) } }),
      fields: ["label"],
    })
    const hint = `drag pans, wheel zooms, a click sets the cursor${model.get("moved").byteLength > 0 ? " · red: moved" : ""}`
    bar.append(make("span", { textContent: hint }, "opacity: 0.65"))
  },
}
