import { setTimeout as pause } from "node:timers/promises"
import {
  currentKernel,
  display,
  displaySymbol,
  interruptSignal,
  liveSymbol,
  type MimeBundle,
} from "../display/index.js"
import type { OptionNames } from "../known-options.js"

/** How far long work is. */
export interface Progress {
  /** Steps (epochs, trainings) that are done, a fraction for the one that runs. */
  readonly steps: number
  readonly of: number
  /** Since the start (s). */
  readonly seconds: number
  /** Expected until the end (s); undefined until something is known. */
  readonly left?: number
  readonly state: RunState
  /** Why it failed, in a line. */
  readonly failure?: string
}

export type RunState = "running" | "paused" | "done" | "stopped" | "failed"

export interface RunOptions {
  /** Ends the work when it aborts. */
  signal?: AbortSignal
  /** Do not show itself when it is awaited in a notebook. */
  quiet?: boolean
}

export const runOptions: OptionNames<RunOptions> = { signal: true, quiet: true }

/** Pictures are drawn at most this often (ms). */
const drawEvery = 250

/**
 * Long work under way: await it for its result, iterate it for its steps, `stop()` it. In a notebook it shows how far it is.
 * Interrupting the notebook or an aborted signal end it in order; what it has so far is kept.
 */
export abstract class LiveRun<Result, Step> implements PromiseLike<Result>, AsyncIterable<Step> {
  /** The steps that are done. */
  readonly history: Step[]
  protected state: RunState = "running"
  /** Share of the present step that is done. */
  protected within = 0
  private readonly started = performance.now()
  private readonly watchers = new Set<() => void>()
  private ended: number | undefined
  private failure: string | undefined
  private result: Promise<Result> | undefined
  private shown: boolean
  private drawn: Promise<void> | undefined

  /**
   * @param of how many steps there will be
   * @param before steps that were done earlier, where the work goes on
   */
  constructor(
    private readonly of: number,
    { quiet = false }: RunOptions,
    private readonly before: readonly Step[] = [],
  ) {
    this.shown = quiet
    this.history = [...before]
  }

  /** Ends the work after the present piece; gives what it has so far. */
  abstract stop(): Promise<Result>

  /** How it looks now. */
  protected abstract picture(): Promise<MimeBundle>

  get progress(): Progress {
    const seconds = ((this.ended ?? performance.now()) - this.started) / 1000
    const steps = this.history.length + this.within
    const since = steps - this.before.length
    const left = since > 0 ? (seconds / since) * (this.of - steps) : undefined
    const { of, state, failure } = this
    return { steps, of, seconds, left: this.ended === undefined ? left : 0, state, ...(failure && { failure }) }
  }

  /** Calls `watcher` whenever there is news. @returns a function that ends this */
  watch(watcher: () => void): () => void {
    this.watchers.add(watcher)
    return () => this.watchers.delete(watcher)
  }

  // biome-ignore lint/suspicious/noThenProperty: a run is awaited for its result
  then<A = Result, B = never>(
    fulfilled?: ((value: Result) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    // awaiting a run in a notebook shows how far it is, unless a cell shows it already
    if (!this.shown && currentKernel()) display(this)
    // the last picture belongs to the cell that waits
    const seen = this.settled().finally(() => this.drawn)
    return seen.then(fulfilled, rejected)
  }

  /** As a promise's: hears of a failure. */
  catch<B = never>(rejected: (reason: unknown) => B | PromiseLike<B>): Promise<Result | B> {
    return this.then(undefined, rejected)
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Step> {
    for (let next = this.before.length; ; ) {
      while (next < this.history.length) yield this.history[next++]
      if (this.ended !== undefined) {
        await this.settled()
        return
      }
      await this.news()
    }
  }

  /** How a notebook shows it at this time. */
  [displaySymbol](): Promise<MimeBundle> {
    return this.picture()
  }

  /** Shows news as they come, a few times a second, until the work has ended. */
  [liveSymbol](update: (bundle: MimeBundle) => void): void {
    this.shown = true
    this.drawn = this.drawUntilTheEnd(update)
  }

  /** Takes note of the work's promise, and of the signals that stop it; the constructor of a kind of run ends with it. */
  protected begin(work: Promise<Result>, signal?: AbortSignal): void {
    const signals = [interruptSignal(), ...(signal ? [signal] : [])]
    const stop = () => void this.stop()
    work.catch((reason: unknown) => {
      this.failure = (reason instanceof Error ? reason.message : String(reason)).split("\n", 1)[0]
    })
    this.result = work.finally(() => {
      for (const s of signals) s.removeEventListener("abort", stop)
      if (this.state === "running" || this.state === "paused") this.state = "failed"
      this.within = 0
      this.ended = performance.now()
      this.changed()
    })
    // whoever awaits the run hears of a failure; a run that nobody awaits must not end the process
    this.result.catch(() => {})
    for (const s of signals) {
      if (s.aborted) stop()
      else s.addEventListener("abort", stop)
    }
  }

  private async drawUntilTheEnd(update: (bundle: MimeBundle) => void): Promise<void> {
    for (let last = false; !last; ) {
      const news = this.news()
      last = this.ended !== undefined
      // a picture that cannot be drawn must not stop the work
      await this.picture().then(update, () => {})
      if (last) return
      await news
      if (this.ended === undefined) await Promise.race([pause(drawEvery), this.settled().catch(() => {})])
    }
  }

  /** Settles when there is news. */
  private news(): Promise<void> {
    return new Promise((resolve) => {
      const unwatch = this.watch(() => {
        unwatch()
        resolve()
      })
    })
  }

  /** The result, without showing anything. */
  protected settled(): Promise<Result> {
    return this.result!
  }

  protected changed(): void {
    for (const watcher of [...this.watchers]) watcher()
  }
}
