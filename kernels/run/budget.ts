type StreamName = "stdout" | "stderr"
type Send = (name: StreamName, text: string) => void

/** Characters that a cell may print at once, and how the allowance grows again. */
const allowance = { atOnce: 200_000, perSecond: 10_000, total: 5_000_000, tail: 4_000 }

/**
 * What a cell prints, as far as a notebook can carry it. Past the allowance only the end is kept, and how much was left
 * out is said; a program that prints a little all day is never cut.
 */
export class Budget {
  readonly #send: Send
  #left = allowance.atOnce
  #total = allowance.total
  #time = performance.now()
  #held: { name: StreamName; tail: string; characters: number; lines: number } | undefined

  constructor(send: Send) {
    this.#send = send
  }

  take(name: StreamName, text: string): void {
    this.#grow()
    if (this.#held) {
      // Held text is let go only when a good part of the allowance has grown again, else notes would alternate with it.
      if (this.#left < allowance.atOnce / 4) {
        this.#hold(name, text)
        return
      }
      this.settle()
    }
    const room = Math.floor(Math.min(this.#left, this.#total))
    const now = text.length <= room ? text : text.slice(0, room)
    this.#left -= now.length
    this.#total -= now.length
    if (now) this.#send(name, now)
    if (now.length < text.length) this.#hold(name, text.slice(now.length))
  }

  /** Shows the end of what was held back, and how much is missing. */
  settle(): void {
    if (!this.#held) return
    const { name, tail, characters, lines } = this.#held
    this.#held = undefined
    const missing = characters - tail.length
    const note = missing > 0 ? `\n... ${missing} characters (about ${lines} lines) left out ...\n` : ""
    this.#send(name, `${note}${tail}`)
  }

  #hold(name: StreamName, text: string): void {
    this.#held ??= { name, tail: "", characters: 0, lines: 0 }
    const held = this.#held
    held.name = name
    held.characters += text.length
    held.lines += text.length > 100_000 ? 0 : text.split("\n").length - 1
    held.tail = (text.length >= allowance.tail ? text : held.tail + text).slice(-allowance.tail)
  }

  #grow(): void {
    const now = performance.now()
    this.#left = Math.min(allowance.atOnce, this.#left + ((now - this.#time) / 1000) * allowance.perSecond)
    this.#time = now
  }
}
