import type { MessagePort } from "node:worker_threads"
import type { UserModule } from "../language/modules.js"
import type { ErrorContent } from "../protocol/messages.js"

/** What passes between the thread that speaks with the front end and the thread that runs cells. */

export interface Shown {
  data: { [mime: string]: unknown }
  metadata: { [mime: string]: unknown }
}

export interface CellToRun {
  /** Tells apart what belongs to which request; output carries it. */
  id: number
  /** What tracebacks call it: "cell 3". */
  name: string
  /** The TypeScript, for excerpts in tracebacks. */
  source: string
  code: string
  map: string
  declares: string[]
  modules: UserModule[]
  allowStdin: boolean
}

export interface CommFields {
  comm: string
  target?: string
  data: { [key: string]: unknown }
  metadata?: { [key: string]: unknown }
  buffers: Uint8Array[]
  /** Of the page's message: that which this is, or which it answers. */
  header?: object
}

export type ToRun =
  | { type: "cell"; cell: CellToRun }
  | { type: "expression"; id: number; name: string; cell: CellToRun }
  | { type: "interrupt" }
  /** The code of a cell was broken off; its end is to be reported in its place. */
  | { type: "broken"; id: number; declares: string[] }
  | { type: "input"; value: string }
  | { type: "answer"; question: number; answer: unknown }
  | ({ type: "comm"; event: "open" | "message" | "close"; id: number } & CommFields)

export type Outcome =
  | { status: "ok"; result?: Shown; payload: { [key: string]: unknown }[] }
  | { status: "error"; error: ErrorContent; missing: string[]; payload: { [key: string]: unknown }[] }

/** What only the thread knows that holds the compiler. */
export type Question =
  /** What is written about a name. */
  | { type: "document"; name: string }
  /** One of the user's files, converted, and those that it imports. */
  | { type: "module"; path: string }

export interface Answers {
  document: { [mime: string]: unknown }
  module: UserModule[]
}

export type FromRun =
  | { type: "ready" }
  /** An interrupt was heard: the thread is not caught in synchronous code. */
  | { type: "alive" }
  | { type: "stream"; id: number; name: "stdout" | "stderr"; text: string }
  | { type: "display"; id: number; shown: Shown; display: string; update: boolean }
  | { type: "clear"; id: number; wait: boolean }
  | { type: "input"; id: number; prompt: string; password: boolean }
  /** A folder to change to, which only the main thread can; the cell waits on `done` for the answer on `port`. */
  | { type: "chdir"; path: string; done: Int32Array; port: MessagePort }
  | ({ question: number } & Question)
  | { type: "done"; id: number; outcome: Outcome }
  | ({ type: "comm"; event: "open" | "message" | "close"; id: number } & CommFields)

/** What the run side is started with. */
export interface RunData {
  directory: string
  flag: Int32Array
}
