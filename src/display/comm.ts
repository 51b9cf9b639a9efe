import { currentKernel } from "./kernel.js"

/** A message of a channel between kernel and page: JSON, and bytes beside it. */
export interface CommMessage {
  data: { [key: string]: unknown }
  buffers: Uint8Array[]
  /** Names the message where it is answered. */
  readonly header?: object
}

export interface CommOptions {
  data?: { [key: string]: unknown }
  metadata?: { [key: string]: unknown }
  buffers?: Uint8Array[]
  /** The channel's name; chosen at random unless given. */
  id?: string
}

/** A channel of messages between the kernel and the page: Jupyter's comm. */
export interface Comm {
  readonly id: string
  readonly target: string
  /** With `answers` the page that sent a message knows that this is the answer to it. */
  send(data: { [key: string]: unknown }, options?: Omit<CommOptions, "data" | "id"> & { answers?: CommMessage }): void
  close(data?: { [key: string]: unknown }): void
  /** Messages from the page, in the order they came, while a cell runs too unless it blocks the thread. */
  onMessage(handler: (message: CommMessage) => void): void
  onClose(handler: () => void): void
}

/** Answers a channel that the page opened. */
export type CommTarget = (comm: Comm, message: CommMessage) => void

/** Opens a channel to the page, where `target` says who answers. Nothing happens outside a notebook. */
export function openComm(target: string, options: CommOptions = {}): Comm | undefined {
  return currentKernel()?.openComm(target, options)
}

/** Answers the channels that the page opens for `target`. Gives back a function that ends that. */
export function onComm(target: string, handler: CommTarget): () => void {
  return currentKernel()?.onComm(target, handler) ?? (() => {})
}
