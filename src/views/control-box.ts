import { displaySymbol, liveSymbol, type MimeBundle } from "../display/index.js"
import type { Control } from "./control.js"
import { Model } from "./model.js"
import { viewCode } from "./page-code.js"
import { isWishForStill } from "./still.js"
import { StockModel } from "./stock-model.js"
import { viewBundle } from "./view-bundle.js"
import { wireBase } from "./wire-base.js"

/**
 * Controls one below the other. Those of ipywidgets do not tell when they are left alone or when their kernel has gone: an
 * attendant without a look of its own stands below them and does, and gives sliders names for screen readers.
 */
export class ControlBox {
  readonly #controls: readonly Control<unknown>[]
  readonly #attendant: Model<{ values: string }>
  readonly #box: StockModel
  readonly #shown = new Set<(bundle: MimeBundle) => void>()
  /** What the notebook says of the values. */
  #saved: string | undefined

  constructor(controls: readonly Control<unknown>[]) {
    this.#controls = controls
    const state = { values: String(this) }
    this.#attendant = new Model({ state }, () => wireBase(viewCode("control-attendant")))
    const children = [...controls.map(({ model }) => model), this.#attendant]
    this.#box = StockModel.control("VBox", {}, { layout: StockModel.layout(), children })
    const letters = Math.max(...controls.map((control) => control.letters))
    for (const control of controls) {
      control.align(letters)
      control.onChange(() => this.#attendant.set("values", String(this)))
    }
    this.#attendant.on("msg:custom", (content) => isWishForStill(content) && this.#save())
  }

  /** The page builds the controls anew with their values in words, so it says when nobody touches them. */
  #save(): void {
    if (this.#saved === String(this)) return
    const bundle = this.#bundle()
    for (const update of this.#shown) update(bundle)
  }

  #bundle(): MimeBundle {
    this.#saved = String(this)
    return { ...viewBundle(this.#box), "text/plain": this.#saved }
  }

  async [displaySymbol](): Promise<MimeBundle> {
    return this.#bundle()
  }

  [liveSymbol](update: (bundle: MimeBundle) => void): void {
    this.#shown.add(update)
  }

  toString(): string {
    return this.#controls.map(String).join(", ")
  }
}
