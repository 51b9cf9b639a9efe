import { randomUUID } from "node:crypto"
import { type Comm, type CommMessage, currentKernel, openComm } from "../display/index.js"
import { joinBuffers, splitBuffers } from "./buffers.js"
import { type Name, type Sieve, sift } from "./check-state.js"
import { Listeners } from "./listeners.js"
import { register, unregister } from "./live-models.js"
import { Paced } from "./paced.js"

/** State goes to the page at most 30 times a second. */
const interval = 1000 / 30

export type ModelOptions<State extends object> = Sieve<State>
type Fields = { readonly [name: string]: unknown }

/** State that kernel and page share, over a channel of Jupyter's widget protocol. */
export class Model<State extends object> {
  readonly id = randomUUID() as string
  readonly #given: ModelOptions<State>
  readonly #protocolFields: () => Fields
  readonly #state: State
  readonly #listeners = new Listeners()
  readonly #unsent = new Set<Name<State>>()
  readonly #warned = new Set<string>()
  readonly #pace = new Paced(interval, () => this.#flush())
  #comm: Comm | undefined
  #closed = false

  /** @param protocolFields which model and view of the page this is */
  constructor(given: ModelOptions<State>, protocolFields: () => Fields) {
    this.#given = given
    this.#protocolFields = protocolFields
    this.#state = { ...given.state }
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
  on(event: string, handler: (...values: never[]) => void): () => void {
    return this.#listeners.add(event, handler)
  }

  off(event: string, handler?: (...values: never[]) => void): void {
    this.#listeners.remove(event, handler)
  }

  /** Sends the page's side a message, which it hears as `msg:custom`. Nobody hears it before the view is shown. */
  send(content: unknown, buffers: Uint8Array[] = []): void {
    this.#comm?.send({ method: "custom", content }, { buffers })
  }

  /** Takes it off the page. */
  close(): void {
    this.#closed = true
    this.#pace.cancel()
    unregister(this)
    this.#comm?.close()
    this.#comm = undefined
  }

  /** What the model's own check says of changes. */
  problem(changes: Partial<State>): string | undefined {
    return this.#given.check?.(changes)
  }

  /** Tells the page of it, once; nothing happens outside a notebook. @returns whether the page knows it */
  open(): boolean {
    if (this.#comm || this.#closed || !currentKernel()) return this.#comm !== undefined
    const { state, paths, buffers } = splitBuffers(this.wireState())
    const data = { state, buffer_paths: paths }
    this.#comm = openComm("jupyter.widget", { id: this.id, data, metadata: { version: "2.1.0" }, buffers })
    this.#unsent.clear()
    this.#comm?.onMessage((message) => this.#hear(message))
    this.#comm?.onClose(() => this.close())
    register(this)
    return true
  }

  /** For the channel: all that the page needs to build the model. */
  wireState(): Fields {
    return { ...this.#protocolFields(), ...this.#state }
  }

  #flush(): void {
    const names = [...this.#unsent]
    this.#unsent.clear()
    if (names.length > 0) this.#update(Object.fromEntries(names.map((name) => [name, this.#state[name]])))
  }

  #update(values: Fields, answers?: CommMessage): void {
    const { state, paths, buffers } = splitBuffers(values)
    this.#comm?.send({ method: "update", state, buffer_paths: paths }, { buffers, answers })
  }

  /** Takes a message of the page. Whatever it is, it is data; what is wrong with it is said and changes nothing. */
  #hear(message: CommMessage): void {
    const { data, buffers } = message
    try {
      if (typeof data !== "object" || data === null) throw new TypeError("a message is no object")
      if (data.method === "request_state") this.#update(this.wireState(), message)
      else if (data.method === "custom") this.hearCustom(data.content, buffers)
      else if (data.method === "update") this.#hearUpdate(message)
      else throw new TypeError(`the method ${JSON.stringify(data.method)?.slice(0, 60)} is not known`)
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      this.#warn(error.message)
    }
  }

  protected hearCustom(content: unknown, buffers: readonly Uint8Array[]): void {
    this.#listeners.tell("msg:custom", content, buffers)
  }

  #hearUpdate(message: CommMessage): void {
    const { data, buffers } = message
    if (typeof data.state !== "object" || data.state === null) throw new TypeError("an update without a state")
    const state = joinBuffers({ ...data.state } as { [name: string]: unknown }, data.buffer_paths ?? [], buffers)
    const { accepted, refused } = sift(this.#given, state)
    for (const [name, problem] of refused) this.#refuse(name, problem)
    this.#echo(accepted, message)
    this.#accept(accepted)
  }

  /** Tells other pages on this kernel what one of them set; it knows its own message and does not take old values back. */
  #echo(values: Partial<State>, answers: CommMessage): void {
    if (Object.keys(values).length === 0) return
    const { state, paths, buffers } = splitBuffers(values)
    this.#comm?.send({ method: "echo_update", state, buffer_paths: paths }, { buffers, answers })
  }

  #accept(values: Partial<State>): void {
    // The page has it already: sent back a little later, it would undo what a person did since.
    for (const name of Object.keys(values)) this.#unsent.delete(name as Name<State>)
    this.#tell(this.#change(values))
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
    if (changed.length > 0) this.changed()
    return changed
  }

  /** The state is another one, and nobody was told yet. */
  protected changed(): void {}

  #tell(changed: readonly Name<State>[]): void {
    for (const name of changed) this.#listeners.tell(`change:${name}`, this.#state[name])
    if (changed.length > 0) this.#listeners.tell("change", changed)
  }
}
