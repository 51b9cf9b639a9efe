import { button } from "./canvas.js"

// Replays a sample: the cursor runs through it.

/** While it plays, those who share the cursor are told so often (ms). */
const tellEvery = 100

/** A button that lets the cursor run, from where it stands, in the sample's own time but for at least 3 s. */
export function playHead(model, { steps, dt, ask, signal }) {
  let frame
  let told = 0
  const player = button("▶ replay", "Replay the sample (Space)", () => toggle())
  const set = (time, tell) => {
    model.set("cursor", Number(time.toFixed(3)))
    if (tell) model.save_changes()
    ask()
  }
  function toggle() {
    if (frame) {
      hold()
      return
    }
    const duration = steps() * dt()
    const seconds = Math.max(3, duration / 1000)
    const at = model.get("cursor")
    const begin = performance.now() - (at > 0 && at < duration * 0.99 ? (at / duration) * seconds * 1000 : 0)
    player.textContent = "❚❚ hold"
    player.setAttribute("aria-pressed", "true")
    const move = (now) => {
      const share = Math.min(1, Math.max(0, (now - begin) / 1000 / seconds))
      const tell = model.get("shared") && now - told > tellEvery
      if (tell) told = now
      set(share * duration, tell)
      if (share < 1) frame = requestAnimationFrame(move)
      else hold()
    }
    frame = requestAnimationFrame(move)
  }
  function hold() {
    cancelAnimationFrame(frame)
    frame = undefined
    player.textContent = "▶ replay"
    player.setAttribute("aria-pressed", "false")
    model.save_changes()
  }
  signal?.addEventListener("abort", () => cancelAnimationFrame(frame))
  return { player, toggle, playing: () => frame !== undefined }
}
