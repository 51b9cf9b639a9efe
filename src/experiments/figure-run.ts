import { displaySymbol, type MimeBundle } from "../display/index.js"
import { isRunning, LiveRun, progressBar, progressTimes, type RunOptions } from "../train/index.js"
import type { Figure, Measures } from "./figure.js"

/** The trainings of a figure under way, one after another (each on all cores): await it for the rows of results. */
export class FigureRun<Condition extends object, Measured extends Measures> extends LiveRun<
  readonly (Condition & Measured)[],
  Condition & Measured
> {
  private readonly aborter = new AbortController()
  private current: Condition | undefined

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
    const now =
      isRunning(progress) && this.current ? [`now ${Object.values(this.current).join(", ")}`] : [progress.state]
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
    const { signal } = this.aborter
    for (const condition of this.figure.conditions) {
      if (signal.aborted) break
      this.current = condition
      let measured = this.figure.stored(condition)
      if (!measured) {
        this.changed()
        measured = await this.figure.definition.train(condition, signal)
        // what an aborted training gave is no result
        if (signal.aborted) break
        this.figure.keep(condition, measured)
      }
      this.history.push({ ...condition, ...measured })
      this.changed()
    }
    this.state = signal.aborted ? "stopped" : "done"
    return this.history
  }
}
