/** What an ES module of a view gets, as anywidget hands it over. The page's own types are not known in a notebook. */
export interface PageContext<State extends object> {
  model: PageModel<State>
  /** The element that the view fills. */
  el: PageElement
  /** Aborted when the view is taken off the page. */
  signal: AbortSignal
}

/** The page's side of a shared state. `set` reaches the kernel with `save_changes`. */
export interface PageModel<State extends object> {
  get<K extends keyof State & string>(name: K): State[K]
  set<K extends keyof State & string>(name: K, value: State[K]): void
  save_changes(): void
  on(event: `change:${keyof State & string}` | "change" | "msg:custom", handler: (...values: never[]) => void): void
  off(event?: string, handler?: (...values: never[]) => void): void
  send(content: unknown): void
}

/** The most needed of an element of the page. */
export interface PageElement {
  id: string
  className: string
  textContent: string | null
  innerHTML: string
  title: string
  value: string
  readonly style: { [property: string]: string }
  readonly ownerDocument: PageDocument
  readonly classList: { add(...names: string[]): void; remove(...names: string[]): void; toggle(name: string): boolean }
  onclick: ((event: PageEvent) => void) | null
  oninput: ((event: PageEvent) => void) | null
  onchange: ((event: PageEvent) => void) | null
  append(...children: (PageElement | string)[]): void
  appendChild(child: PageElement): PageElement
  replaceChildren(...children: (PageElement | string)[]): void
  remove(): void
  setAttribute(name: string, value: string): void
  getAttribute(name: string): string | null
  querySelector(selector: string): PageElement | null
  addEventListener(event: string, handler: (event: PageEvent) => void): void
}

export interface PageDocument {
  createElement(tag: string): PageElement
  createTextNode(text: string): PageElement
}

export interface PageEvent {
  readonly target: PageElement
  readonly key?: string
  readonly clientX?: number
  readonly clientY?: number
  preventDefault(): void
}
