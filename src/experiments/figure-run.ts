import { displaySymbol, type MimeBundle } from "../display/index.js"
import { isRunning, LiveRun, progressBar, progressTimes, type RunOptions } from "../train/index.js"
import type { Figure, Measures } from "./figure.js"

/**
 * The trainings of a figure under way, one after another on all cores, or as many at once as there are cores: await it for the rows of
 * results, which come in the order of the conditions.
 */
export class FigureRun<Condition extends object, Measured extends Measures> extends LiveRun<
  readonly (Condition & Measured)[],
  Condition & Measured
> {
  private readonly aborter = new AbortController()
  private readonly current = new Set<Condition>()

  constructor(
    private readonly figure: Figure<Condition, Measured>,
    options: RunOptions,
  ) {
    super(figure.conditions.length, options)
    this.begin(this.work(), options.signal)
  }

  /** Ends after aborting the present training; gives the rows so far. */
  stop(): Promise<readonly (Condition & Measured)[]> {
    this.aborter.abort()
    return this.settled()
  }

  override toString(): string {
    const { name } = this.figure.definition
    const { progress, history } = this
    const current = [...this.current].map((condition) => Object.values(condition).join(", "))
    const now = isRunning(progress) && current.length ? [`now ${current.join("; ")}`] : [progress.state]
    return [name, `training ${history.length} of ${progress.of} done`, ...now, ...progressTimes(progress)].join(" · ")
  }

  protected override async picture(): Promise<MimeBundle> {
    const text = this.toString()
    const chart = this.history.length > 0 ? this.figure.definition.chart(this.history) : undefined
    if (!isRunning(this.progress) && chart) return { ...(await chart[displaySymbol]()), "text/plain": text }
    const svg = chart ? await chart.svg() : ""
    return { "text/html": `<div>${progressBar(this.progress, text)}<div>${svg}</div></div>`, "text/plain": text }
  }

  private async work(): Promise<readonly (Condition & Measured)[]> {
    // the caller gets the run before the first training starts
    await new Promise((resolve) => setImmediate(resolve))
    const { conditions, atOnce } = this.figure
    const { signal } = this.aborter
    const waiting = conditions.entries()
    const rows: (Condition & Measured)[] = []
    const lane = async () => {
      for (const [index, condition] of waiting) {
        if (signal.aborted) return
        const measured = this.figure.stored(condition) ?? (await this.train(condition))
        if (!measured) return
        rows[index] = { ...condition, ...measured }
        // a row waits for those before it
        while (rows[this.history.length]) this.history.push(rows[this.history.length])
        this.changed()
      }
    }
    await Promise.all(Array.from({ length: atOnce }, lane)).catch((error) => {
      this.aborter.abort()
      throw error
    })
    this.state = signal.aborted ? "stopped" : "done"
    return this.history
  }

  /** One training; undefined where it was aborted: what that gave is no result. */
  private async train(condition: Condition): Promise<Measured | undefined> {
    const { figure, current } = this
    const { signal } = this.aborter
    const { definition } = figure
    current.add(condition)
    this.changed()
    const measured = await definition.train(condition, signal, definition.small ? 1 : undefined)
    current.delete(condition)
    if (signal.aborted) return undefined
    figure.keep(condition, measured)
    return measured
  }
}
