import type { Watched } from "./training-monitor.js"

/** At most this share of the time goes into looking. */
const share = 0.005

/** Looks at trainings as they run, from time to time: however much a look costs, it takes little of the time. */
export class Pulse {
  #timer: NodeJS.Timeout | undefined
  #wait: number

  /** @param every looks are at least so far apart (ms); news between two looks cost nothing */
  constructor(
    private readonly look: () => void,
    private readonly every: number,
  ) {
    this.#wait = every
  }

  /** @param ended is told when all have ended, after a last look */
  follow(runs: readonly Watched[], ended: () => void): void {
    for (const run of runs) {
      const unwatch = run.watch(() => {
        if (isOver(run)) unwatch()
        const end = runs.every(isOver)
        if (end) clearTimeout(this.#timer)
        if (end) this.#timer = undefined
        this.#timer ??= setTimeout(() => this.#beat(end ? ended : undefined), end ? 0 : this.#wait)
        // to look alone must not keep a script alive
        this.#timer.unref?.()
      })
    }
  }

  #beat(ended?: () => void): void {
    this.#timer = undefined
    const before = performance.now()
    this.look()
    this.#wait = Math.max(this.every, (performance.now() - before) / share)
    ended?.()
  }
}

export const isOver = ({ progress: { state } }: Watched): boolean => state !== "running" && state !== "paused"
