import { displaySymbol, liveSymbol, type MimeBundle } from "../display/index.js"
import { ControlBox } from "./control-box.js"
import { Listeners } from "./listeners.js"
import { StockModel, type StockState } from "./stock-model.js"

/** Which model of ipywidgets a control is. */
export interface Stock<Value> {
  /** The model's name there, without "Model" at its end. */
  readonly kind: string
  /** That of the model of its look, without "StyleModel". */
  readonly look: string
  /** Where its text stands. */
  readonly labelAt: "left" | "right" | "inside"
  readonly label: string
  readonly state: StockState
  /** How a value stands in the state. */
  readonly stateOf: (value: Value) => StockState
  /** What is wrong with such a state, from the page or from here. */
  readonly check: (changes: StockState) => string | undefined
  /** Width on the page without its text, as CSS says it; that of ipywidgets by default. */
  readonly width?: string
}

/**
 * Something that a person sets with the mouse or the keyboard: a control of ipywidgets. Shown alone it is a row of its own;
 * {@link interact} puts several together.
 */
export class Control<Value> {
  /** What the page knows of it, under the names of ipywidgets: `control.model.set("disabled", true)`. */
  readonly model: StockModel
  readonly #stock: Stock<never>
  readonly #layout: StockModel
  readonly #style: StockModel
  readonly #listeners = new Listeners()
  #value: Value
  #box: ControlBox | undefined

  constructor(stock: Stock<Value>, value: Value) {
    const { kind, look, label, state, stateOf, check } = stock
    this.#stock = stock
    this.#value = value
    this.#style = StockModel.style(look, stock.labelAt === "inside" ? {} : { description_width: "" })
    this.#layout = StockModel.layout({ width: null, max_width: "100%", margin: null })
    // Without a tooltip ipywidgets says "null".
    const known = { disabled: false, description: label, tooltip: label, ...state, ...stateOf(value) }
    this.model = StockModel.control(kind, known, { layout: this.#layout, style: this.#style }, check)
  }

  get value(): Value {
    return this.#value
  }

  /**
   * Sets it here and on the page.
   *
   * @throws RangeError when it cannot have this value
   */
  set value(value: Value) {
    const state = this.#stock.stateOf(value as never)
    const problem = this.model.problem(state)
    if (problem) throw new RangeError(`${this}: ${problem}.`)
    this.model.set(state)
    this.take(value)
  }

  /** Calls `listener` with each new value. @returns a function that ends this */
  onChange(listener: (value: Value) => void): () => void {
    return this.#listeners.add("change", listener)
  }

  /** What stands beside it: the description, as ipywidgets calls it. */
  get label(): string {
    return this.model.get("description") as string
  }

  set label(text: string) {
    this.model.set({ description: text, tooltip: text })
  }

  /** A value that a person set; tells the listeners where it is new. */
  take(value: Value): void {
    if (Object.is(value, this.#value)) return
    this.#value = value
    this.#listeners.tell("change", value)
  }

  /** So many letters its text has to its left. */
  get letters(): number {
    return this.#stock.labelAt === "left" ? this.label.length : 0
  }

  /** Leaves room for so many letters to its left, so that several stand in line. */
  align(letters: number): void {
    const { labelAt, width } = this.#stock
    // Most letters are narrower than a digit.
    const room = `${Math.ceil(0.9 * letters) + 1}ch`
    if (labelAt === "inside") this.#layout.set("margin", letters > 0 ? `2px 2px 2px calc(${room} + 10px)` : null)
    else this.#style.set("description_width", room)
    if (labelAt === "right") this.model.set("indent", letters > 0)
    if (width) this.#layout.set("width", letters > 0 ? `calc(${room} + ${width})` : width)
  }

  async [displaySymbol](): Promise<MimeBundle> {
    this.#box ??= new ControlBox([this as Control<unknown>])
    return this.#box[displaySymbol]()
  }

  [liveSymbol](update: (bundle: MimeBundle) => void): void {
    this.#box?.[liveSymbol](update)
  }

  toString(): string {
    return `${this.label || this.#stock.kind}: ${this.value}`
  }
}
