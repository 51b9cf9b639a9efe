// Runs in the page around every view, whose module stands in `source`: shows its errors where the view would be, and says when
// the kernel that it talked with is gone.
let loading

function load() {
  loading ??= (async () => {
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }))
    try {
      const module = await import(url)
      return typeof module.default === "function" ? await module.default() : (module.default ?? module)
    } finally {
      URL.revokeObjectURL(url)
    }
  })()
  return loading
}

export default {
  async initialize(context) {
    const view = await load().catch(() => undefined) // render says what is wrong
    return view?.initialize?.(context)
  },
  async render(context) {
    const { el } = context
    el.classList.add("spiketime-view")
    sayWhenKernelIsGone(context)
    keepPictureNew(context)
    try {
      const view = await load()
      if (typeof view?.render !== "function") throw new TypeError("the module's default export has no function render")
      return await view.render(context)
    } catch (error) {
      showError(el, error)
    }
  },
}

function showError(el, error) {
  const box = document.createElement("pre")
  box.setAttribute("role", "alert")
  box.className = "spiketime-error"
  box.style.cssText =
    "white-space: pre-wrap; margin: 4px 0; padding: 6px 10px; border-left: 3px solid #d1242f; color: inherit; font-size: 12px"
  const stack = String(error?.stack ?? "")
    .split("\n")
    .filter((line) => !line.includes("blob:"))
  box.textContent = [
    "This view failed in the page:",
    `${error?.name ?? "Error"}: ${error?.message ?? error}`,
    ...stack.slice(1, 4),
  ].join("\n")
  el.append(box)
  console.error(error)
}

function sayWhenKernelIsGone({ model, el, signal }) {
  const note = document.createElement("div")
  note.setAttribute("role", "status")
  note.className = "spiketime-gone"
  note.style.cssText = "font-size: 12px; padding: 2px 0; opacity: 0.8"
  note.textContent = "The kernel that this view talked with is gone. Run the cell again to bring the view back to life."
  // Some front ends mark the view itself when its channel is dead, in a listener of the same event; JupyterLab says what the
  // kernel does.
  model.on("comm_live_update", () =>
    setTimeout(() => {
      if (el.closest(".jupyter-widgets-disconnected")) el.append(note)
    }),
  )
  const { statusChanged } = model.widget_manager?.context?.sessionContext ?? {}
  const look = (_, status) => {
    if (["restarting", "autorestarting", "dead", "terminating"].includes(status)) el.append(note)
  }
  statusChanged?.connect(look)
  signal?.addEventListener("abort", () => statusChanged?.disconnect(look))
}

/** How long a view is left alone before its saved picture is drawn anew (ms): that builds the view anew. */
const quiet = 1500

/** Asks the kernel for a picture of the last state, to be saved with the notebook, once nobody touches the view any more. */
function keepPictureNew({ model, el, signal }) {
  let timer
  const later = (wait) => {
    clearTimeout(timer)
    timer = setTimeout(look, wait)
  }
  const look = () => {
    const place = el.closest(".widget-box") ?? el
    if (place.matches(":hover, :active, :focus-within")) later(500)
    else model.send({ spiketime: "still" })
  }
  const touched = () => later(quiet)
  model.on("change", touched)
  signal?.addEventListener("abort", () => {
    clearTimeout(timer)
    model.off("change", touched)
  })
}
