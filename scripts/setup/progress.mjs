/**
 * Seconds as a person says them: 8 s, 1 min 20 s.
 * @param {number} seconds
 */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  return whole % 60 === 0 ? `${whole / 60} min` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

/**
 * One line that is rewritten in place on a terminal; elsewhere (CI, a file) only finished lines are printed.
 * @param {NodeJS.WriteStream} [stream]
 */
export function statusLine(stream = process.stdout) {
  const live = Boolean(stream.isTTY)
  return {
    live,
    /** @param {string} text */
    show(text) {
      if (live) stream.write(`\r\x1b[2K${text.slice(0, (stream.columns || 80) - 1)}`)
    },
    /** @param {string} text */
    print(text) {
      stream.write(live ? `\r\x1b[2K${text}\n` : `${text}\n`)
    },
    clear() {
      if (live) stream.write("\r\x1b[2K")
    },
  }
}
