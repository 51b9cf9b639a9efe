import { checkOptions } from "../known-options.js"
import { Control } from "./control.js"
import { foreign, type Labelled, plainly, settable } from "./settable.js"

export interface SliderOptions extends Labelled {
  /** Where it starts; at the lower end by default. */
  value?: number
  /** Distance of neighbouring values; a hundredth of the range, or 1 where that is more than 20 whole numbers, by default. */
  step?: number
  /** Whether every move counts, or only where the handle is let go (`continuous_update`); every move by default. */
  continuousUpdate?: boolean
  /** Whether its number stands beside it, to be typed over; it does by default. */
  readout?: boolean
}

/**
 * A number between two ends: FloatSlider of ipywidgets, or IntSlider where ends, start and step are whole.
 *
 * @throws RangeError when the ends are not in order, or the start lies outside
 */
export function slider(low: number, high: number, options: SliderOptions = {}): Control<number> {
  checkOptions("slider", options, { label: true, value: true, step: true, continuousUpdate: true, readout: true })
  const { value = low, label = "", continuousUpdate = true, readout = true } = options
  if (!(low < high) || !Number.isFinite(low) || !Number.isFinite(high))
    throw new RangeError(`slider: from ${low} to ${high} is no range; give the lower end first.`)
  if (!(value >= low && value <= high)) throw new RangeError(`slider: ${value} lies outside ${low} to ${high}.`)
  const manyWhole = Number.isInteger(low) && Number.isInteger(high) && high - low >= 20
  const step = options.step ?? (manyWhole ? 1 : Number(((high - low) / 100).toPrecision(3)))
  if (!(step > 0)) throw new RangeError(`slider: a step of ${options.step}; give more than 0.`)
  const whole = [low, high, value, step].every(Number.isInteger)
  return settable({
    kind: whole ? "IntSlider" : "FloatSlider",
    look: "Slider",
    label,
    width: "320px",
    state: {
      min: low,
      max: high,
      step,
      continuous_update: continuousUpdate,
      readout,
      readout_format: whole ? "d" : `.${digitsOf(step)}f`,
    },
    place: "value",
    start: value,
    fits: (sent) => sent >= low && sent <= high && (!whole || Number.isInteger(sent)),
    // The page adds steps up: 0.1 + 0.2.
    read: (sent) => Number(sent.toPrecision(12)),
    write: (number) => number,
  })
}

/** Digits behind the point that tell neighbouring values apart. */
const digitsOf = (step: number): number => step.toFixed(9).replace(/0+$/, "").split(".")[1].length

/**
 * One of several values; what is shown of them is their text. Dropdown of ipywidgets.
 *
 * @throws RangeError when there is none, or the start is not among them
 */
export function choice<const Option>(
  options: readonly Option[],
  given: Labelled & { value?: NoInfer<Option> } = {},
): Control<Option> {
  checkOptions("choice", given, { value: true, label: true })
  const { value = options[0], label = "" } = given
  const start = options.indexOf(value as Option)
  if (start < 0) throw new RangeError(`choice: ${String(value)} is not among ${options.map(String).join(", ")}.`)
  return settable({
    kind: "Dropdown",
    look: "Description",
    label,
    width: "180px",
    state: { _options_labels: options.map(String) },
    place: "index",
    start,
    fits: (sent) => Object.hasOwn(options, sent),
    read: (sent): Option => options[sent],
    write: (option) => options.indexOf(option),
  })
}

/** Yes or no: Checkbox of ipywidgets. */
export function toggle(value = false, options: Labelled = {}): Control<boolean> {
  checkOptions("toggle", options, { label: true })
  const { label = "" } = options
  return settable({
    kind: "Checkbox",
    look: "Checkbox",
    labelAt: "right",
    label,
    state: { indent: false },
    ...plainly(value),
  })
}

/** Something to press, Button of ipywidgets; its value counts how often that was done. */
export function button(label: string): Control<number> {
  const stock = { kind: "Button", look: "Button", labelAt: "inside" as const, label, state: {}, check: foreign }
  const control = new Control<number>({ ...stock, stateOf: () => ({}) }, 0)
  control.model.on("msg:custom", (content) => {
    if ((content as { event?: unknown } | null)?.event === "click") control.take(control.value + 1)
  })
  return control
}

/** A plain value where a control may stand: a field to type into, or a tick. */
export type Plain = number | string | boolean

export function asControl(given: Control<unknown> | Plain): Control<unknown> {
  if (given instanceof Control) return given
  if (typeof given === "boolean") return toggle(given) as Control<unknown>
  const field = { look: "Description", label: "", width: "180px" }
  if (typeof given === "number" && Number.isFinite(given))
    return settable({ ...field, kind: "FloatText", state: { step: null }, ...plainly(given) }) as Control<unknown>
  if (typeof given === "string")
    return settable({ ...field, kind: "Text", look: "Text", state: {}, ...plainly(given) }) as Control<unknown>
  throw new TypeError(
    `interact: ${String(given)} is no control; give slider(), choice(), toggle(), button() or a plain value.`,
  )
}
