import { displaySymbol, liveSymbol, type MimeBundle } from "../display/index.js"
import { viewCode } from "./page-code.js"
import { Widget } from "./widget.js"

/** How a control looks in the page. `choice` passes the place of the option. */
export type ControlLook =
  | { readonly kind: "slider"; readonly low: number; readonly high: number; readonly step: number }
  | { readonly kind: "choice"; readonly options: readonly string[] }
  | { readonly kind: "toggle" | "button" | "number" | "text" }

type Primitive = number | string | boolean

/** Something a person sets with the mouse or the keyboard. Shown alone it is a row of its own; {@link interact} puts several together. */
export class Control<Value> {
  readonly #listeners = new Set<(value: never) => void>()
  #value: Primitive
  #panel: ControlPanel | undefined

  constructor(
    readonly look: ControlLook,
    value: Primitive,
    private readonly fromPage: (value: Primitive) => Value,
    readonly label?: string,
  ) {
    this.#value = value
  }

  get value(): Value {
    return this.fromPage(this.#value)
  }

  /** Calls `listener` with each new value. @returns a function that ends this */
  onChange(listener: (value: Value) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The value as the page knows it. */
  get raw(): Primitive {
    return this.#value
  }

  /** Takes a value as the page knows it; tells the listeners where it is new. */
  take(raw: Primitive): void {
    if (Object.is(raw, this.#value)) return
    this.#value = raw
    for (const listener of [...this.#listeners]) listener(this.value as never)
  }

  [displaySymbol](): Promise<MimeBundle> {
    this.#panel ??= controlPanel({ [this.label ?? this.look.kind]: this as Control<unknown> })
    return this.#panel[displaySymbol]()
  }

  [liveSymbol](update: (bundle: MimeBundle) => void): void {
    this.#panel?.[liveSymbol](update)
  }

  toString(): string {
    return `${this.look.kind}${this.label ? ` ${this.label}` : ""}: ${this.value}`
  }
}

interface Labelled {
  /** What stands beside it; the name it has in {@link interact} by default. */
  label?: string
}

/**
 * A number between two ends.
 *
 * @param options.step distance of neighbouring values; a hundredth of the range, or 1 where that is more than 20 whole numbers, by default
 * @param options.value where it starts; at the lower end by default
 * @throws RangeError when the ends are not in order, or the start lies outside
 */
export function slider(
  low: number,
  high: number,
  { value = low, step, label }: Labelled & { value?: number; step?: number } = {},
): Control<number> {
  if (!(low < high) || !Number.isFinite(low) || !Number.isFinite(high))
    throw new RangeError(`slider: from ${low} to ${high} is no range; give the lower end first.`)
  if (!(value >= low && value <= high)) throw new RangeError(`slider: ${value} lies outside ${low} to ${high}.`)
  const whole = Number.isInteger(low) && Number.isInteger(high) && high - low >= 20
  const width = step ?? (whole ? 1 : Number(((high - low) / 100).toPrecision(3)))
  if (!(width > 0)) throw new RangeError(`slider: a step of ${step}; give more than 0.`)
  return new Control({ kind: "slider", low, high, step: width }, value, Number, label)
}

/**
 * One of several values; what is shown of them is their text.
 *
 * @throws RangeError when there is none, or the start is not among them
 */
export function choice<const Option>(
  options: readonly Option[],
  { value = options[0], label }: Labelled & { value?: NoInfer<Option> } = {},
): Control<Option> {
  const start = options.indexOf(value as Option)
  if (start < 0) throw new RangeError(`choice: ${String(value)} is not among ${options.map(String).join(", ")}.`)
  const texts = options.map((option) => String(option))
  return new Control({ kind: "choice", options: texts }, start, (at) => options[at as number], label)
}

/** Yes or no. */
export function toggle(value = false, { label }: Labelled = {}): Control<boolean> {
  return new Control({ kind: "toggle" }, value, Boolean, label)
}

/** Something to press; its value counts how often that was done. */
export function button(label: string): Control<number> {
  return new Control({ kind: "button" }, 0, Number, label)
}

/** A plain value where a control may stand: a field to type into, or a tick. */
export type Plain = number | string | boolean

export function asControl(given: Control<unknown> | Plain): Control<unknown> {
  if (given instanceof Control) return given
  if (typeof given === "boolean") return toggle(given)
  if (typeof given === "number" && Number.isFinite(given)) return new Control({ kind: "number" }, given, Number)
  if (typeof given === "string") return new Control({ kind: "text" }, given, String)
  throw new TypeError(
    `interact: ${String(given)} is no control; give slider(), choice(), toggle(), button() or a plain value.`,
  )
}

interface PanelState {
  controls: ({ name: string; label: string } & ControlLook)[]
  values: { [name: string]: Primitive }
}

export type ControlPanel = Widget<PanelState>

/** Several controls as one view; what the page sets reaches them when it fits them. */
export function controlPanel(controls: { readonly [name: string]: Control<unknown> }): ControlPanel {
  const described = Object.entries(controls).map(([name, { look, label = name }]) => ({ name, label, ...look }))
  const values = Object.fromEntries(Object.entries(controls).map(([name, { raw }]) => [name, raw]))
  const told = ({ values: now }: PanelState) =>
    described.map(({ name, label }) => `${label}: ${shown(controls[name], now[name])}`).join(", ")
  const panel: ControlPanel = new Widget<PanelState>(
    {
      state: { controls: described, values },
      check: (changes) => panelProblem(controls, changes),
      still: (state) => ({ "text/plain": told(state) }),
      text: (state) => told(state),
    },
    viewCode("controls"),
  )
  panel.on("change:values", (now) => {
    for (const [name, control] of Object.entries(controls)) control.take(now[name])
  })
  return panel
}

const shown = ({ look }: Control<unknown>, raw: Primitive): Primitive =>
  look.kind === "choice" ? look.options[raw as number] : raw

function panelProblem(
  controls: { readonly [name: string]: Control<unknown> },
  { controls: looks, values }: Partial<PanelState>,
): string | undefined {
  if (looks) return "controls cannot be changed by the page"
  if (!values) return undefined
  const names = Object.keys(controls)
  if (Object.keys(values).sort().join() !== [...names].sort().join())
    return `values of ${names.join(", ")} are expected`
  const bad = names.find((name) => !fits(controls[name], values[name]))
  return bad && `${bad} cannot be ${JSON.stringify(values[bad])?.slice(0, 60)}`
}

function fits({ look, raw }: Control<unknown>, value: unknown): boolean {
  if (typeof value !== typeof raw) return false
  if (typeof value === "number" && !Number.isFinite(value)) return false
  if (look.kind === "slider") return (value as number) >= look.low && (value as number) <= look.high
  if (look.kind === "choice") return look.options[value as number] !== undefined
  return true
}
