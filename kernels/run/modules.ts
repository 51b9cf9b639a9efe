import { existsSync, readFileSync } from "node:fs"
import Module, { createRequire, isBuiltin } from "node:module"
import { dirname, extname, isAbsolute, join, resolve } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import vm from "node:vm"
import type { UserModule } from "../language/modules.js"
import { library, productDirectory } from "../language/product.js"
import type { Traces } from "./traces.js"
import { tslabModule } from "./tslab-display.js"

type Namespace = { [name: string]: unknown }
type NativeImport = (specifier: string) => Promise<Namespace>

/** What cells import: the library, packages beside the notebook or this product's own, files, and the user's TypeScript. */
export class Modules {
  readonly #directory: string
  readonly #library: Namespace
  readonly #traces: Traces
  readonly #generated: { run: object; flag: Int32Array }
  readonly #sources = new Map<string, UserModule>()
  readonly #loaded = new Map<string, Module>()
  readonly #importers: { beside: NativeImport; own: NativeImport }
  readonly require: NodeJS.Require

  /** @param generated what generated code calls to be interruptible */
  constructor(directory: string, library: Namespace, traces: Traces, generated: { run: object; flag: Int32Array }) {
    this.#generated = generated
    this.#directory = directory
    this.#library = library
    this.#traces = traces
    this.#importers = { beside: nativeImport(directory), own: nativeImport(productDirectory) }
    this.require = this.#requireFrom(join(directory, "cell.js"))
  }

  /** Takes in new versions of the user's files; they and all that was loaded with them are loaded anew. */
  update(modules: UserModule[]): void {
    if (modules.length === 0) return
    for (const module of modules) this.#sources.set(module.path, module)
    this.#loaded.clear()
  }

  /**
   * `import` as cells do it.
   *
   * @param names what is taken from the module; missing ones are an error, as in a script
   */
  async import(specifier: unknown, names: string[] = []): Promise<Namespace> {
    const wanted = String(specifier)
    const namespace = await this.#find(wanted)
    // A CommonJS module tells not always which names it exports; all are properties of its default export.
    const common = namespace.default as Namespace | undefined
    const inDefault = (name: string) => common !== undefined && common !== null && name in Object(common)
    const hidden = names.filter((name) => !(name in namespace))
    const missing = hidden.filter((name) => !inDefault(name))
    if (missing.length > 0) {
      throw new SyntaxError(`import: "${wanted}" does not export ${missing.map((name) => `"${name}"`).join(", ")}.`)
    }
    if (hidden.length === 0) return namespace
    return { ...namespace, ...Object.fromEntries(hidden.map((name) => [name, common![name]])) }
  }

  async #find(specifier: string): Promise<Namespace> {
    if (specifier === library.name) return this.#library
    if (specifier === "tslab") return tslabModule
    const path = this.#path(specifier, this.#directory)
    if (path === undefined) return this.#native(specifier)
    const own = this.#userModule(path)
    if (own) return asNamespace(own)
    if (extname(path) === ".json") return { default: JSON.parse(readFileSync(path, "utf8")) }
    return this.#native(pathToFileURL(path).href)
  }

  async #native(specifier: string): Promise<Namespace> {
    const { beside, own } = this.#importers
    if (isBuiltin(specifier) || specifier.includes(":")) return beside(specifier)
    try {
      return await beside(specifier)
    } catch (error) {
      if (!isMissing(error, specifier)) throw error
      return own(specifier).catch((second) => {
        if (!isMissing(second, specifier)) throw second
        throw new Error(
          `import: package "${specifier}" is neither in ${this.#directory} or a folder above it, nor part of ${library.name}. ` +
            `Install it beside the notebook: npm install ${specifier}`,
        )
      })
    }
  }

  /** The file that a relative or absolute specifier means, with the endings that TypeScript allows to leave out. */
  #path(specifier: string, from: string): string | undefined {
    const url = specifier.startsWith("file:")
    if (!url && !specifier.startsWith("./") && !specifier.startsWith("../") && !isAbsolute(specifier)) return undefined
    const path = url ? fileURLToPath(specifier) : resolve(from, specifier)
    const bare = path.replace(/\.[cm]?js$/, "")
    const candidates = [
      path,
      `${path}.ts`,
      `${bare}.ts`,
      `${bare}.mts`,
      `${bare}.cts`,
      join(path, "index.ts"),
      `${path}.js`,
    ]
    return candidates.find((candidate) => this.#sources.has(candidate)) ?? candidates.find(isFile) ?? path
  }

  #userModule(path: string): Module | undefined {
    const loaded = this.#loaded.get(path)
    if (loaded) return loaded
    const source = this.#sources.get(path)
    if (!source) return undefined
    const module = new Module(path)
    module.filename = path
    this.#loaded.set(path, module)
    this.#traces.add(path, { map: source.map, name: path })
    const head = "(function (exports, require, module, __filename, __dirname, __run, __flag) {"
    const run = new vm.Script(`${head}${source.code}\n})`, {
      filename: path,
      columnOffset: -head.length,
    }).runInThisContext()
    try {
      run(
        module.exports,
        this.#requireFrom(path),
        module,
        path,
        dirname(path),
        this.#generated.run,
        this.#generated.flag,
      )
    } catch (error) {
      this.#loaded.delete(path)
      throw error
    }
    return module
  }

  #requireFrom(file: string): NodeJS.Require {
    const beside = createRequire(file)
    const own = createRequire(join(productDirectory, "index.js"))
    const load = (specifier: string): unknown => {
      if (specifier === library.name) return this.#library
      const path = this.#path(specifier, dirname(file))
      const module = path === undefined ? undefined : this.#userModule(path)
      if (module) return module.exports
      try {
        return beside(specifier)
      } catch (error) {
        if (path !== undefined || !isMissing(error, specifier)) throw error
        return own(specifier)
      }
    }
    return Object.assign(load, beside)
  }
}

/** Node's own `import`, as if written in a file of `directory`. */
function nativeImport(directory: string): NativeImport {
  return new vm.Script("(specifier) => import(specifier)", {
    filename: join(directory, "cell.mjs"),
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  }).runInThisContext()
}

function asNamespace(module: Module): Namespace {
  const { exports } = module
  return exports.__esModule || "default" in exports ? exports : { ...exports, default: exports }
}

function isMissing(error: unknown, specifier: string): boolean {
  const { code, message } = error as { code?: string; message?: string }
  return (
    (code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND") &&
    (message ?? "").includes(`'${specifier.split("/")[0]}`)
  )
}

function isFile(path: string): boolean {
  return existsSync(path) && extname(path) !== ""
}
