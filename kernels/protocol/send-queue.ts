type Frames = (Buffer | Uint8Array | string)[]

/**
 * Sends in order, one at a time. A ZeroMQ socket refuses (EBUSY) a message while an earlier one still waits, and a cell
 * that prints in a loop makes hundreds at once.
 */
export class SendQueue {
  readonly #socket: { send(frames: Frames): Promise<void> }
  #last: Promise<void> = Promise.resolve()

  constructor(socket: { send(frames: Frames): Promise<void> }) {
    this.#socket = socket
  }

  send(frames: Frames): void {
    this.#last = this.#last.then(() => this.#socket.send(frames)).catch(() => {}) // the socket is closed: nobody listens
  }

  /** Settles when everything given so far has left. */
  drained(): Promise<void> {
    return this.#last
  }
}
