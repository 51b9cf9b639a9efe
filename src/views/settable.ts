import { Control } from "./control.js"
import type { StockState } from "./stock-model.js"

export interface Labelled {
  /** What stands beside it (`description` in ipywidgets); the name it has in {@link interact} by default. */
  label?: string
}

export interface Settable<Value, Sent> extends Labelled {
  kind: string
  look: string
  label: string
  labelAt?: "left" | "right"
  width?: string
  state: StockState
  /** Where the value stands in the state of the model. */
  place: "value" | "index"
  start: Sent
  fits: (sent: Sent) => boolean
  read: (sent: Sent) => Value
  write: (value: Value) => Sent
}

/** For values that stand in the state as they are, whatever they are. */
export const plainly = <Value>(start: Value) => ({
  place: "value" as const,
  start,
  fits: () => true,
  read: (sent: Value) => sent,
  write: (value: Value) => value,
})

/** A control whose model holds its value at some place, as the page knows it. */
export function settable<Value, Sent>(given: Settable<Value, Sent>): Control<Value> {
  const { place, start, fits, read, write, labelAt = "left", ...stock } = given
  const stateOf = (value: Value) => ({ [place]: write(value) })
  const check = ({ [place]: sent, ...rest }: StockState) =>
    foreign(rest) ??
    (sent === undefined || fits(sent as Sent) ? undefined : `${place} cannot be ${JSON.stringify(sent)?.slice(0, 60)}`)
  const control = new Control<Value>({ ...stock, labelAt, stateOf, check }, read(start))
  control.model.on(`change:${place}`, (sent) => control.take(read(sent as Sent)))
  return control
}

/** What the page may not set. */
export const foreign = (changes: StockState): string | undefined => {
  const [name] = Object.keys(changes)
  return name && `${name} cannot be changed by the page`
}
