import { randomUUID } from "node:crypto"
import {
  type Comm,
  type CommMessage,
  currentKernel,
  displaySymbol,
  liveSymbol,
  type MimeBundle,
  openComm,
} from "../display/index.js"
import { joinBuffers, splitBuffers } from "./buffers.js"
import { complaint, sameKind } from "./check-state.js"
import { register, unregister } from "./live-models.js"
import { Paced } from "./paced.js"
import { renderCode } from "./page-code.js"
import type { PageContext } from "./page-types.js"
import { type Still, stillBundle } from "./still.js"
import { wireBase } from "./wire-base.js"

/** State goes to the page at most 30 times a second. */
const interval = 1000 / 30

interface CommonOptions<State extends object> {
  /** What page and kernel share: JSON values, and typed arrays, which travel as bytes. */
  state: State
  /** Style sheet of the view. */
  css?: string
  /** Says what is wrong with what the page wants to set, or nothing. Kinds of values are compared with those of `state` before. */
  check?: (changes: Partial<State>) => string | undefined
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

type Name<State> = keyof State & string
type Handler = (...values: never[]) => void

/** A view in the notebook whose state kernel and page share; made by {@link widget}. */
export class Widget<State extends object> {
  readonly id = randomUUID() as string
  readonly #options: CommonOptions<State>
  readonly #esm: string
  readonly #state: State
  readonly #handlers = new Map<string, Set<Handler>>()
  readonly #unsent = new Set<Name<State>>()
  readonly #warned = new Set<string>()
  readonly #pace = new Paced(interval, () => this.#flush())
  readonly #shown = new Set<(bundle: MimeBundle) => void>()
  #comm: Comm | undefined
  #closed = false
  /** Whether the state is another one than that of the picture which the notebook has. */
  #stale = false

  constructor(options: CommonOptions<State>, esm: string) {
    this.#options = options
    this.#esm = esm
    this.#state = { ...options.state }
  }

  get<K extends Name<State>>(name: K): State[K] {
    return this.#state[name]
  }

  /** A copy of the whole state. */
  get state(): Readonly<State> {
    return { ...this.#state }
  }

  /**
   * Changes the state here and, at most 30 times a second, on the page; of several values in between the last arrives.
   *
   * @throws RangeError when the state has no such name
   */
  set<K extends Name<State>>(name: K, value: State[K]): void
  set(values: Partial<State>): void
  set(given: string | Partial<State>, value?: unknown): void {
    const values = typeof given === "string" ? ({ [given]: value } as Partial<State>) : given
    for (const name of Object.keys(values)) {
      if (!Object.hasOwn(this.#state, name)) {
        throw new RangeError(
          `widget: its state has no "${name}"; there are ${Object.keys(this.#state).join(", ")}. Name all at the start.`,
        )
      }
    }
    const changed = this.#change(values)
    for (const name of changed) this.#unsent.add(name)
    if (changed.length > 0 && this.#comm) this.#pace.wish()
    this.#tell(changed)
  }

  /** Sends what was set at once. Without it, it is sent within 33 ms. */
  save_changes(): void {
    if (this.#unsent.size > 0) this.#pace.now()
  }

  /** Calls `handler` when a value was changed, here or on the page; `change` hears of every one; `msg:custom` of messages. */
  on<K extends Name<State>>(event: `change:${K}`, handler: (value: State[K]) => void): () => void
  on(event: "change", handler: (changed: readonly Name<State>[]) => void): () => void
  on(event: "msg:custom", handler: (content: unknown, buffers: readonly Uint8Array[]) => void): () => void
  on(event: string, handler: Handler): () => void {
    const handlers = this.#handlers.get(event) ?? new Set()
    this.#handlers.set(event, handlers.add(handler))
    return () => handlers.delete(handler)
  }

  off(event: string, handler?: (...values: never[]) => void): void {
    if (handler) this.#handlers.get(event)?.delete(handler)
    else this.#handlers.delete(event)
  }

  /** Sends the page's module a message, which it hears as `msg:custom`. Nobody hears it before the view is shown. */
  send(content: unknown, buffers: Uint8Array[] = []): void {
    this.#comm?.send({ method: "custom", content }, { buffers })
  }

  /** Takes the view off the page. */
  close(): void {
    this.#closed = true
    this.#pace.cancel()
    unregister(this)
    this.#comm?.close()
    this.#comm = undefined
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

  /** What the view's own check says of changes. */
  problem(changes: Partial<State>): string | undefined {
    return this.#options.check?.(changes)
  }

  /** Draws the still of the present state where the view is shown. The page builds the view anew with it, so this is for quiet moments. */
  async saveStill(): Promise<void> {
    if (this.#shown.size === 0) return
    const bundle = await this[displaySymbol]()
    for (const update of this.#shown) update(bundle)
  }

  async [displaySymbol](): Promise<MimeBundle> {
    this.#open()
    this.#stale = false
    const { still, text = "live view" } = this.#options
    const line = typeof text === "string" ? text : text(this.#state)
    const view = { version_major: 2, version_minor: 0, model_id: this.id }
    return {
      ...(this.#comm && { "application/vnd.jupyter.widget-view+json": view }),
      ...(await stillBundle(await still?.(this.#state), line)),
    }
  }

  [liveSymbol](update: (bundle: MimeBundle) => void): void {
    this.#shown.add(update)
  }

  toString(): string {
    const { text = "live view" } = this.#options
    return typeof text === "string" ? text : text(this.#state)
  }

  /** For the channel: all that the page needs to build the model. */
  wireState(): { readonly [name: string]: unknown } {
    return { ...wireBase(this.#esm, this.#options.css), ...this.#state }
  }

  #open(): void {
    if (this.#comm || this.#closed || !currentKernel()) return
    const { state, paths, buffers } = splitBuffers(this.wireState())
    const data = { state, buffer_paths: paths }
    this.#comm = openComm("jupyter.widget", { id: this.id, data, metadata: { version: "2.1.0" }, buffers })
    this.#unsent.clear()
    this.#comm?.onMessage((message) => this.#hear(message))
    this.#comm?.onClose(() => this.close())
    register(this)
  }

  #flush(): void {
    const names = [...this.#unsent]
    this.#unsent.clear()
    if (names.length > 0) this.#update(Object.fromEntries(names.map((name) => [name, this.#state[name]])))
  }

  #update(values: { readonly [name: string]: unknown }): void {
    const { state, paths, buffers } = splitBuffers(values)
    this.#comm?.send({ method: "update", state, buffer_paths: paths }, { buffers })
  }

  /** Takes a message of the page. Whatever it is, it is data; what is wrong with it is said and changes nothing. */
  #hear({ data, buffers }: CommMessage): void {
    try {
      if (typeof data !== "object" || data === null) throw new TypeError("a message is no object")
      if (data.method === "request_state") this.#update(this.wireState())
      else if (data.method === "custom" && isWishForStill(data.content)) this.#renewStill()
      else if (data.method === "custom") this.#emit("msg:custom", data.content, buffers)
      else if (data.method === "update") this.#hearUpdate(data, buffers)
      else throw new TypeError(`the method ${JSON.stringify(data.method)?.slice(0, 60)} is not known`)
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      this.#warn(error.message)
    }
  }

  /** The page asks for it when nobody touches the view any more; several pages may. */
  #renewStill(): void {
    if (this.#stale && this.#options.still) void this.saveStill()
  }

  #hearUpdate(data: CommMessage["data"], buffers: readonly Uint8Array[]): void {
    if (typeof data.state !== "object" || data.state === null) throw new TypeError("an update without a state")
    const state = joinBuffers({ ...data.state } as { [name: string]: unknown }, data.buffer_paths ?? [], buffers)
    const accepted: Partial<State> = {}
    for (const [name, value] of Object.entries(state)) {
      if (!Object.hasOwn(this.#state, name)) continue // the page's own business, such as its count of views
      const key = name as Name<State>
      const fitting = sameKind(this.#options.state[key], value)
      if (fitting === undefined) this.#refuse(key, `${name} ${complaint(this.#options.state[key], value)}`)
      else accepted[key] = fitting.value as State[Name<State>]
    }
    const problem = this.#options.check?.(accepted)
    if (problem === undefined) this.#tell(this.#change(accepted))
    else for (const name of Object.keys(accepted)) this.#refuse(name as Name<State>, problem)
  }

  /** Says once what is wrong, and gives the page the value that counts. */
  #refuse(name: Name<State>, problem: string): void {
    this.#warn(problem)
    this.#unsent.add(name)
    this.#pace.wish()
  }

  #warn(problem: string): void {
    if (this.#warned.has(problem) || this.#warned.size > 20) return
    this.#warned.add(problem)
    console.warn(`live view: the page sent something that is ignored: ${problem}`)
  }

  #change(values: Partial<State>): Name<State>[] {
    const changed = (Object.keys(values) as Name<State>[]).filter((name) => !Object.is(this.#state[name], values[name]))
    for (const name of changed) this.#state[name] = values[name] as State[Name<State>]
    if (changed.length > 0) this.#stale = true
    return changed
  }

  #tell(changed: readonly Name<State>[]): void {
    for (const name of changed) this.#emit(`change:${name}`, this.#state[name])
    if (changed.length > 0) this.#emit("change", changed)
  }

  /** One handler that throws keeps none of the others from hearing. */
  #emit(event: string, ...values: unknown[]): void {
    for (const handler of [...(this.#handlers.get(event) ?? [])]) {
      try {
        ;(handler as (...values: unknown[]) => void)(...values)
      } catch (error) {
        console.error(`live view: a handler of "${event}" failed: ${error instanceof Error ? error.stack : error}`)
      }
    }
  }
}

const isWishForStill = (content: unknown): boolean =>
  typeof content === "object" && content !== null && (content as { spiketime?: unknown }).spiketime === "still"

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
  const { render, esm, state } = options
  const reserved = Object.keys(state).find((name) => name.startsWith("_") || name === "layout")
  if (reserved)
    throw new TypeError(`widget: the name "${reserved}" is the protocol's own; choose another for the state.`)
  if (esm !== undefined) return new Widget(options, esm)
  if (typeof render !== "function")
    throw new TypeError("widget: give render, a function, or esm, the text of a module.")
  return new Widget(options, renderCode(render))
}
