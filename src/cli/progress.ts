/** A line that says how far something is, and how long it will take. */
export interface ProgressLine {
  update(done: number, total: number | undefined): void
  end(): void
}

/**
 * Shows progress on the terminal in one line that changes, elsewhere (a log) in a line for each tenth.
 * @param describe turns an amount into words, "12 MB"
 */
export function progressLine(
  name: string,
  describe: (amount: number) => string,
  stream: NodeJS.WriteStream = process.stderr,
  now: () => number = Date.now,
): ProgressLine {
  let start: { time: number; done: number } | undefined
  let shown = Number.NEGATIVE_INFINITY
  let tenth = -1
  let open = false
  return {
    update(done, total) {
      start ??= { time: now(), done }
      const text = `${name}: ${sentence(done, total, start, now(), describe)}`
      if (stream.isTTY) {
        if (now() - shown < 100 && done !== total) return
        shown = now()
        open = true
        stream.write(`\r\u001b[K${text}`)
      } else if (total) {
        const reached = Math.floor((10 * done) / total)
        if (reached > tenth) stream.write(`${text}\n`)
        tenth = Math.max(tenth, reached)
      }
    },
    end() {
      if (open) stream.write("\n")
      open = false
    },
  }
}

function sentence(
  done: number,
  total: number | undefined,
  start: { time: number; done: number },
  time: number,
  describe: (amount: number) => string,
): string {
  if (!total) return describe(done)
  const seconds = (time - start.time) / 1000
  const speed = (done - start.done) / seconds
  const left = speed > 0 && seconds > 0.5 ? `, ${duration((total - done) / speed)} left` : ""
  return `${describe(done)} of ${describe(total)} (${Math.floor((100 * done) / total)} %)${left}`
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}
