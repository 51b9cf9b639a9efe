import { displaySymbol, liveSymbol, type MimeBundle } from "../display/index.js"
import { checkOptions } from "../known-options.js"
import { Model, type ModelOptions } from "./model.js"
import { renderCode } from "./page-code.js"
import type { PageContext } from "./page-types.js"
import { isWishForStill, type Still, stillBundle } from "./still.js"
import { viewBundle } from "./view-bundle.js"
import { wireBase } from "./wire-base.js"

interface CommonOptions<State extends object> extends ModelOptions<State> {
  /** Style sheet of the view. */
  css?: string
  /**
   * The picture that is saved in the notebook, at most 300 kB; drawn from the state when the view is shown, and anew when the state has
   * changed and nobody touches the view any more. `render` is called again then.
   */
  still?: (state: Readonly<State>) => Still | Promise<Still>
  /** One line for readers without pictures, and for screen readers. */
  text?: string | ((state: Readonly<State>) => string)
}

export type WidgetOptions<State extends object> = CommonOptions<State> &
  (
    | {
        /** Draws the view. Its text is sent to the page, so it sees only its arguments, nothing of the cell around it. */
        render: (context: PageContext<State>) => unknown
        esm?: undefined
      }
    | {
        /** An ES module as text: `export default { render({ model, el }) {} }`. */
        esm: string
        render?: undefined
      }
  )

/** A view in the notebook whose state kernel and page share; made by {@link widget}. */
export class Widget<State extends object> extends Model<State> {
  readonly #options: CommonOptions<State>
  readonly #esm: string
  readonly #shown = new Set<(bundle: MimeBundle) => void>()
  /** Whether the state is another one than that of the picture which the notebook has. */
  #stale = false

  constructor(options: CommonOptions<State>, esm: string) {
    super(options, () => wireBase(esm, options.css))
    this.#options = options
    this.#esm = esm
  }

  /**
   * Takes over the state of another view of the same kind, on the page too.
   *
   * @returns whether it is of the same kind; if not, nothing was done
   */
  become(other: Widget<object>): boolean {
    const same = other.#esm === this.#esm && other.#options.css === this.#options.css
    if (same) this.set(other.state as Partial<State>)
    return same
  }

  /** Draws the still of the present state where the view is shown. The page builds the view anew with it, so this is for quiet moments. */
  async saveStill(): Promise<void> {
    if (this.#shown.size === 0) return
    const bundle = await this[displaySymbol]()
    for (const update of this.#shown) update(bundle)
  }

  async [displaySymbol](): Promise<MimeBundle> {
    this.#stale = false
    return { ...viewBundle(this), ...(await stillBundle(await this.#options.still?.(this.state), String(this))) }
  }

  [liveSymbol](update: (bundle: MimeBundle) => void): void {
    this.#shown.add(update)
  }

  override toString(): string {
    const { text = "live view" } = this.#options
    return typeof text === "string" ? text : text(this.state)
  }

  protected override changed(): void {
    this.#stale = true
  }

  protected override hearCustom(content: unknown, buffers: readonly Uint8Array[]): void {
    if (!isWishForStill(content)) super.hearCustom(content, buffers)
    // The page asks for it when nobody touches the view any more; several pages may.
    else if (this.#stale && this.#options.still) void this.saveStill()
  }
}

/**
 * A view of your own that talks with the kernel: `state` is shared, `render` (or a whole ES module, `esm`) draws in the page.
 * The page's side has the shape of anywidget's modules: `model.get`, `model.set`, `model.save_changes`, `model.on("change:x")`.
 *
 * @example
 * const counter = widget({
 *   state: { clicks: 0 },
 *   render({ model, el }) {
 *     const button = document.createElement("button")
 *     const draw = () => (button.textContent = `${model.get("clicks")} clicks`)
 *     button.onclick = () => { model.set("clicks", model.get("clicks") + 1); model.save_changes() }
 *     model.on("change:clicks", draw)
 *     draw()
 *     el.append(button)
 *   },
 * })
 * counter.on("change:clicks", (clicks) => console.log(clicks))
 * counter
 * @throws TypeError when neither render nor esm is given, or a name of the state begins with an underscore
 */
export function widget<State extends object>(options: WidgetOptions<State>): Widget<State> {
  checkOptions<CommonOptions<State> & { render?: unknown; esm?: unknown }>("widget", options, {
    state: true,
    check: true,
    css: true,
    still: true,
    text: true,
    render: true,
    esm: true,
  })
  const { render, esm, state } = options
  const reserved = Object.keys(state).find((name) => name.startsWith("_") || name === "layout")
  if (reserved)
    throw new TypeError(`widget: the name "${reserved}" is the protocol's own; choose another for the state.`)
  if (esm !== undefined) return new Widget(options, esm)
  if (typeof render !== "function")
    throw new TypeError("widget: give render, a function, or esm, the text of a module.")
  return new Widget(options, renderCode(render))
}
