import { createRequire } from "node:module"
import type ts from "typescript"
import { requireCached } from "./compile-cache.js"

const require = createRequire(import.meta.url)

/**
 * tslab brings a fork of TypeScript 5.0. Its protocol half needs only the public part of it, which the real compiler
 * has too: it is put where tslab looks, before tslab loads, so that one compiler serves everything.
 */
const compiler = requireCached(require.resolve("typescript"))
export const typescript = compiler.exports as typeof ts

/** Keeps the compiled form of the compiler for the next start; to be called once it has done some work. */
export const keepCompiled = compiler.keep

const forTslab = createRequire(require.resolve("tslab/dist/jupyter.js"))
require.cache[forTslab.resolve("@tslab/typescript-for-tslab")] = require.cache[require.resolve("typescript")]

export const { ZmqServer, JupyterHandlerImpl } =
  require("tslab/dist/jupyter.js") as typeof import("tslab/dist/jupyter.js")
export const { isCompleteCode } = require("tslab/dist/converter.js") as typeof import("tslab/dist/converter.js")
export const { printQuickInfo } = require("tslab/dist/inspect.js") as typeof import("tslab/dist/inspect.js")
