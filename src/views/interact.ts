import { inspect } from "node:util"
import {
  type DisplayHandle,
  display,
  displaySymbol,
  escapeHtml,
  html,
  isDisplayable,
  isLive,
  liveSymbol,
  type MimeBundle,
} from "../display/index.js"
import type { Control } from "./control.js"
import { ControlBox } from "./control-box.js"
import { asControl, type Plain } from "./controls.js"
import { Latest } from "./latest.js"
import { Widget } from "./widget.js"

/** The value that a control, or a plain value in its place, hands over. */
export type ValueOf<Given> =
  Given extends Control<infer Value>
    ? Value
    : Given extends number
      ? number
      : Given extends string
        ? string
        : Given extends boolean
          ? boolean
          : never

export type ValuesOf<Given> = { -readonly [Name in keyof Given]: ValueOf<Given[Name]> }

/** Controls and, below them, what a function makes of their values. */
export class Interaction<Given> {
  readonly #controls: { readonly [name: string]: Control<unknown> }
  readonly #make: (values: ValuesOf<Given>) => unknown
  readonly #box: ControlBox
  readonly #latest = new Latest(() => this.#renew())
  #shown: DisplayHandle | undefined
  #live: Widget<object> | undefined

  constructor(given: Given, make: (values: ValuesOf<Given>) => unknown) {
    const entries = Object.entries(given as { [name: string]: Control<unknown> | Plain })
    this.#controls = Object.fromEntries(entries.map(([name, value]) => [name, asControl(value)]))
    this.#make = make
    for (const [name, control] of Object.entries(this.#controls)) {
      if (control.label === "") control.label = name
      control.onChange(() => this.#latest.ask())
    }
    this.#box = new ControlBox(Object.values(this.#controls))
  }

  /** What the controls say now. */
  get values(): ValuesOf<Given> {
    return Object.fromEntries(
      Object.entries(this.#controls).map(([name, { value }]) => [name, value]),
    ) as ValuesOf<Given>
  }

  [displaySymbol](): Promise<MimeBundle> {
    return this.#box[displaySymbol]()
  }

  /** The first result is shown behind the controls, as a part of the same cell. */
  [liveSymbol](update: (bundle: MimeBundle) => void): void {
    this.#box[liveSymbol](update)
    if (this.#shown) return
    const first = this.#result()
    const follow = (push: (bundle: MimeBundle) => void) =>
      void first.then((result) => {
        if (result instanceof Widget) this.#live = result
        if (isLive(result)) result[liveSymbol](push)
      })
    this.#shown = display({ [displaySymbol]: async () => bundleOf(await first), [liveSymbol]: follow })
  }

  toString(): string {
    return String(this.#box)
  }

  /** What the function gives now, or the error that it throws. */
  async #result(): Promise<unknown> {
    try {
      return await this.#make(this.values)
    } catch (error) {
      return failure(error)
    }
  }

  async #renew(): Promise<void> {
    const result = await this.#result()
    if (result === undefined) return
    // A live view of the same kind takes the new state over, which keeps its zoom and is far quicker than a new view.
    if (this.#live && result instanceof Widget && this.#live.become(result)) return
    this.#live = result instanceof Widget ? result : undefined
    this.#shown?.update(result)
  }
}

const bundleOf = (result: unknown): MimeBundle | Promise<MimeBundle> =>
  isDisplayable(result) ? result[displaySymbol]() : { "text/plain": result === undefined ? "" : inspect(result) }

function failure(error: unknown): unknown {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return html(
    `<pre role="alert" style="border-left: 3px solid #d1242f; padding: 4px 10px">${escapeHtml(text)}</pre>`,
    text,
  )
}

/**
 * Controls, and below them what `make` gives for their values: a chart, a table, a live view, any value. It is called anew as they
 * move; where moves come faster than it answers, the last one counts.
 *
 * @param given controls, or plain values, which become fields
 * @example interact({ sigma: slider(0, 30), seed: 1 }, ({ sigma, seed }) => raster(jitter(sample, { sigma, seed })))
 */
export function interact<const Given extends { readonly [name: string]: Control<unknown> | Plain }>(
  given: Given,
  make: (values: ValuesOf<Given>) => unknown,
): Interaction<Given> {
  return new Interaction(given, make)
}
