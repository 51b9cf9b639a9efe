// Stands in for a view whose kernel has ended: the picture that the notebook holds, or its text.

export default {
  render({ model, el }) {
    const picture = model.get("picture")
    const shown = document.createElement(picture ? "img" : "pre")
    if (picture) {
      // As an image nothing in it runs.
      shown.src = picture
      shown.alt = model.get("text")
      shown.style.cssText = "max-width: 100%; background: white"
    } else {
      shown.textContent = model.get("text")
      shown.style.margin = "0"
    }
    const note = document.createElement("div")
    note.className = "spiketime-saved"
    note.style.cssText = "font-size: 12px; opacity: 0.7"
    note.textContent = "A saved view; run the cell to bring it to life."
    el.append(shown, note)
  },
}
