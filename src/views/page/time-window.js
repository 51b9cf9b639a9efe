// The visible part of a time axis: drag or arrow keys pan, wheel or + and - zoom, 0 shows all, Home and End lead to the ends.

/**
 * Lets a canvas be panned and zoomed. `place()` tells where things were drawn last, `steps()` how long the window is; `hover` is told
 * where the pointer stands, `press` of clicks. `keys` are further ones.
 */
export function timeWindow(canvas, { place, steps, ask, start, keys = {}, hover = () => {}, press = () => {} }) {
  let view = start ?? { from: 0, to: steps() }
  const show = (from, to) => {
    const length = Math.min(steps(), Math.max(Math.min(4, steps()), to - from))
    const first = Math.min(steps() - length, Math.max(0, from))
    view = { from: first, to: first + length }
    canvas.dataset.from = String(view.from)
    canvas.dataset.to = String(view.to)
    ask()
  }
  const zoom = (factor, at = (view.from + view.to) / 2) =>
    show(at - (at - view.from) * factor, at + (view.to - at) * factor)
  const pan = (by) => show(view.from + by, view.to + by)
  const all = () => show(0, steps())

  canvas.style.cursor = "crosshair"
  canvas.style.touchAction = "none"
  let held
  canvas.addEventListener("pointerdown", (event) => {
    held = { x: event.offsetX, moved: false }
    canvas.setPointerCapture(event.pointerId)
  })
  canvas.addEventListener("pointermove", (event) => {
    if (!place()) return
    if (!held) {
      hover(event.offsetX, event.offsetY)
      return
    }
    if (Math.abs(event.offsetX - held.x) > 2) held.moved = true
    if (!held.moved) return
    pan((held.x - event.offsetX) / place().perStep)
    held.x = event.offsetX
  })
  canvas.addEventListener("pointerup", (event) => {
    if (held && !held.moved && place()) press(event.offsetX, event.offsetY)
    held = undefined
  })
  canvas.addEventListener("pointerleave", () => hover())
  canvas.addEventListener(
    "wheel",
    (event) => {
      if (!place()) return
      event.preventDefault()
      zoom(event.deltaY > 0 ? 1.25 : 0.8, place().stepAt(event.offsetX))
    },
    { passive: false },
  )
  listenForKeys(canvas, {
    ArrowLeft: () => pan(-(view.to - view.from) / 10),
    ArrowRight: () => pan((view.to - view.from) / 10),
    "+": () => zoom(0.5),
    "=": () => zoom(0.5),
    "-": () => zoom(2),
    0: all,
    Home: () => show(0, view.to - view.from),
    End: () => show(steps() - (view.to - view.from), steps()),
    ...keys,
  })
  return { get: () => view, show, zoom, all }
}

/** Keys that are meant for a view must not reach the notebook, which would move a cell. */
export function listenForKeys(element, keys) {
  element.addEventListener("keydown", (event) => {
    const act = keys[event.key]
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    act()
  })
}
