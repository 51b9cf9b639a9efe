import type { MimeBundle } from "../display/index.js"
import { type Epoch, LiveRun, progressLine, type RunOptions, showProgress } from "../train/index.js"

/** One pass of a baseline over its training samples. */
export type BaselineEpoch = Omit<Epoch, "rates" | "lostSpikes" | "diagnostics">

/** How a baseline's work speaks with its run. */
export interface Reporter {
  /** Whether it should end now, with what it has. */
  readonly stopped: boolean
  /** Says how far the present epoch is (0 to 1), and lets other work go on meanwhile. */
  step(share: number): Promise<void>
  /** An epoch is done. */
  epoch(epoch: BaselineEpoch): void
}

/**
 * A baseline being fitted: await it for the classifier, or iterate it for its epochs. It works on the calling thread in short pieces.
 * Interrupting the notebook, an aborted signal or `stop()` end it after the present piece; what it has learned is kept.
 */
export class BaselineRun<Result> extends LiveRun<Result, BaselineEpoch> {
  private wanted = true

  /**
   * @param name for the line that shows how far it is
   * @param epochs how many there will be
   * @param work fits the baseline
   */
  constructor(
    private readonly name: string,
    epochs: number,
    work: (reporter: Reporter) => Promise<Result>,
    options: RunOptions = {},
  ) {
    super(epochs, options)
    const fitted = work(this.reporter()).then((result) => {
      this.state = this.wanted ? "done" : "stopped"
      return result
    })
    this.begin(fitted, options.signal)
  }

  stop(): Promise<Result> {
    this.wanted = false
    return this.settled()
  }

  override toString(): string {
    return progressLine(this, this.name)
  }

  protected override picture(): Promise<MimeBundle> {
    return showProgress(this, this.name)
  }

  private reporter(): Reporter {
    const stopped = () => !this.wanted
    return {
      get stopped() {
        return stopped()
      },
      step: (share) => {
        this.within = share
        this.changed()
        return new Promise((resolve) => setImmediate(resolve))
      },
      epoch: (epoch) => {
        this.within = 0
        this.history.push(epoch)
        this.changed()
      },
    }
  }
}
