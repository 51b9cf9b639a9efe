#!/usr/bin/env node
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Language } from "./language/language.js"
import { productDirectory } from "./language/product.js"
import { KernelHandler } from "./protocol/handler.js"
import { KernelServer } from "./protocol/server.js"
import { keepCompiled } from "./protocol/tslab.js"
import { NotebookSession } from "./session/session.js"

const connectionFile = process.argv[2]
if (!connectionFile) {
  console.error(
    "This is the kernel that Jupyter starts: node main.js <connection file>. To install it: spiketime kernel install",
  )
  process.exit(1)
}

const directory = process.cwd()
const { version } = JSON.parse(readFileSync(join(productDirectory, "package.json"), "utf8")) as { version: string }
let language: Language | undefined
const getLanguage = () => {
  language ??= new Language(directory)
  return language
}

const server = new KernelServer(new KernelHandler(getLanguage, version), connectionFile)
server.session = new NotebookSession(getLanguage, server, directory)

process.on("SIGINT", () => server.session.interrupt())
process.on("SIGTERM", () => void server.shutdown())
// A mistake here must not end a day's work.
process.on("uncaughtException", (error) => console.error("kernel:", error))
process.on("unhandledRejection", (reason) => console.error("kernel:", reason))

// A front end that was killed leaves its kernels behind; without it nobody can reach this one.
if (process.env.JPY_PARENT_PID) {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) void server.shutdown()
  }, 2000).unref()
}

try {
  await server.init()
} catch (error) {
  // Most often another program took a port in the meantime; Jupyter starts a kernel anew that ends at once.
  console.error(`kernel: cannot listen (${connectionFile}):`, error)
  process.exit(1)
}
server.status("starting")

// Reading all types takes a second. First the front end hears who this is; one that does not ask waits no longer for that.
const warmUp = () => {
  clearTimeout(unasked)
  setImmediate(() => {
    getLanguage()
    setTimeout(keepCompiled, 5000).unref()
  })
}
const unasked = setTimeout(warmUp, 500)
server.introduced = warmUp
