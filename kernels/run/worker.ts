import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { pathToFileURL } from "node:url"
import vm from "node:vm"
import { parentPort, type TransferListItem, workerData } from "node:worker_threads"
import { setCurrentKernel } from "../../src/display/index.js"
import { generated } from "../language/names.js"
import { helpers as helperModule, library as libraryModule } from "../language/product.js"
import { allowChdir } from "./chdir.js"
import { Comms } from "./comms.js"
import { begin, currentRequest, followTimers, ownerOf, within } from "./context.js"
import { Displays } from "./displays.js"
import { errorContent } from "./errors.js"
import { Interrupts, KeyboardInterrupt } from "./interrupt.js"
import type { CellToRun, FromRun, Outcome, RunData, ToRun } from "./messages.js"
import { Modules } from "./modules.js"
import { Output } from "./output.js"
import { Prompt } from "./prompt.js"
import { Questions } from "./questions.js"
import { provideServices } from "./services.js"
import { show } from "./show.js"
import { Traces } from "./traces.js"

const { directory, flag } = workerData as RunData
const port = parentPort!
const post = (message: FromRun, transfer: TransferListItem[] = []) => port.postMessage(message, transfer)

const output = new Output(post)
output.capture()
followTimers()
allowChdir(post)
const traces = new Traces()
const interrupts = new Interrupts(flag)
const displays = new Displays(post)
const comms = new Comms(post)
const prompt = new Prompt(post)
const questions = new Questions(post)

setCurrentKernel({
  display: (value, options) => displays.show(value, options),
  clearOutput: (wait) => post({ type: "clear", id: currentRequest(), wait }),
  input: (question, password) => prompt.ask(question, password),
  interruptSignal: () => interrupts.signal(),
  openComm: (target, options) => comms.open(target, options),
  onComm: (target, handler) => comms.answer(target, handler),
})

/** What cells declare. A plain object, and without a prototype: a cell may call a variable `toString`. */
const scope: { [name: string]: unknown } = Object.create(null)
const helpers = (await import(pathToFileURL(helperModule.code).href)) as { [name: string]: unknown }
const library = await import(pathToFileURL(libraryModule.code).href).catch(
  (error: unknown): { [name: string]: unknown } => {
    const text = `The library could not be loaded, so its names are missing here:\n${errorContent(error, traces).traceback.join("\n")}\n`
    post({ type: "stream", id: 0, name: "stderr", text })
    return {}
  },
)
/** Every name that cells see without declaring or importing it. */
const names: { [name: string]: unknown } = { ...helpers, ...library }

provideServices({
  page: (shown) => displays.page(shown),
  nameOf: (value) => [names, scope].flatMap(Object.entries).find(([, known]) => known === value)?.[0],
  document: (name) => questions.ask({ type: "document", name }),
})
const run = {
  import: (specifier: unknown, wanted?: string[]) => modules.import(specifier, wanted),
  wait: <T>(value: T) => interrupts.wait(value),
  resume: interrupts.resume,
  iterate: <T>(values: AsyncIterable<T>) => interrupts.iterate(values),
  stop: () => interrupts.stop(),
  /** `import.meta` of a cell or of one of the user's files. */
  meta: (filename: string) => ({
    url: pathToFileURL(filename).href,
    filename,
    dirname: dirname(filename),
    resolve: (specifier: string) => pathToFileURL(createRequire(filename).resolve(specifier)).href,
  }),
}
const convert = (path: string) => questions.ask({ type: "module", path })
const modules = new Modules(directory, library, traces, { run, flag }, convert)

const parameters = [
  generated.scope,
  generated.library,
  generated.run,
  generated.flag,
  "require",
  "__filename",
  "__dirname",
]
const head = `(async function __cell(${parameters.join(", ")}) {"use strict";`

async function evaluate(cell: CellToRun): Promise<{ value: unknown } | undefined> {
  modules.update(cell.modules)
  traces.add(cell.name, { name: cell.name, map: cell.map, text: cell.source })
  const script = new vm.Script(`${head}${cell.code}\n})`, { filename: cell.name, columnOffset: -head.length })
  const body = script.runInThisContext()
  const path = join(directory, "cell.ts")
  return body(scope, names, run, flag, modules.require, path, dirname(path))
}

async function runCell(cell: CellToRun): Promise<Outcome> {
  interrupts.begin()
  prompt.allowed = cell.allowStdin
  try {
    const last = await evaluate(cell)
    const result = last && last.value !== undefined ? await displays.result(last.value) : undefined
    await displays.settled()
    return { status: "ok", result, payload: displays.takePages() }
  } catch (thrown) {
    await displays.settled()
    const error = errorContent(thrown, traces)
    return { status: "error", error, missing: missing(cell.declares), payload: displays.takePages() }
  }
}

/** Expressions that a front end asks for beside a cell. */
async function runExpression(cell: CellToRun): Promise<Outcome> {
  try {
    const last = await evaluate(cell)
    return { status: "ok", result: await show(last?.value), payload: [] }
  } catch (thrown) {
    return { status: "error", error: errorContent(thrown, traces), missing: [], payload: [] }
  }
}

function missing(declares: string[]): string[] {
  return declares.filter((name) => !(name in scope))
}

function ended(id: number, outcome: Outcome): void {
  interrupts.end()
  output.end(id)
  post({ type: "done", id, outcome })
}

const whileDeaf = "The cell was interrupted in the midst of code that could not stop by itself. Variables are kept."

port.on("message", (message: ToRun) => {
  if (message.type === "cell" || message.type === "expression") {
    const { cell } = message
    begin(cell.id)
    const running = message.type === "cell" ? runCell(cell) : runExpression(cell)
    void running.then((outcome) => ended(cell.id, outcome))
  } else if (message.type === "interrupt") {
    post({ type: "alive" })
    interrupts.obey()
    prompt.cancel()
  } else if (message.type === "broken") {
    // A turn of the event loop lets a cell that could end in order report that first.
    setTimeout(() => {
      const error = errorContent(new KeyboardInterrupt(whileDeaf), traces)
      ended(message.id, { status: "error", error, missing: missing(message.declares), payload: displays.takePages() })
    }, 50)
  } else if (message.type === "input") prompt.reply(message.value)
  else if (message.type === "answer") questions.answer(message.question, message.answer)
  else within(message.id, () => comms.receive(message))
})

/** An error that nobody awaits any more is told to the cell that began it, and the thread lives on. */
function report(kind: string, thrown: unknown): void {
  const { traceback } = errorContent(thrown, traces)
  const text = `${kind}\n${traceback.join("\n")}\n`
  within(ownerOf(thrown) ?? currentRequest(), () => output.write("stderr", text))
}
process.on("uncaughtException", (error) => report("An error was thrown outside of a running cell:", error))
process.on("unhandledRejection", (reason) => report("A promise was rejected and nothing awaits it:", reason))

post({ type: "ready" })
