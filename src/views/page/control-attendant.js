// Stands below controls of ipywidgets without a look of its own. Around it is the shell, which says when the kernel is gone and when
// nobody touches the controls any more; and it tells screen readers what a slider's handle moves, which ipywidgets does not.

export default {
  render({ el, signal }) {
    el.style.margin = "0"
    const box = () => el.closest(".widget-box") ?? el
    const name = () => {
      for (const slider of box().querySelectorAll(".widget-slider")) {
        const label = slider.querySelector(".widget-label")?.textContent ?? ""
        slider.querySelector(".noUi-handle")?.setAttribute("aria-label", label)
        slider.querySelector(".widget-readout")?.setAttribute("aria-label", label)
      }
    }
    // The controls are put beside it one by one.
    const arrivals = new MutationObserver(name)
    const begin = requestAnimationFrame(() => {
      arrivals.observe(box(), { childList: true, subtree: true, characterData: true })
      name()
    })
    signal?.addEventListener("abort", () => {
      cancelAnimationFrame(begin)
      arrivals.disconnect()
    })
  },
}
