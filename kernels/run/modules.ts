import { existsSync, readFileSync } from "node:fs"
import { createRequire, isBuiltin } from "node:module"
import { dirname, extname, isAbsolute, join, resolve } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import vm from "node:vm"
import type { UserModule } from "../language/modules.js"
import { codeFile } from "../language/names.js"
import { library, productDirectory } from "../language/product.js"
import type { Answers } from "./messages.js"
import { stopFitsOnInterrupt } from "./stop-fit.js"
import type { Traces } from "./traces.js"
import { tslabModule } from "./tslab-display.js"
import { type Generated, type Namespace, UserModules } from "./user-modules.js"

type NativeImport = (specifier: string) => Promise<Namespace>
type Convert = (path: string) => Promise<Answers["module"]>

/** What cells import: the library, packages beside the notebook or this product's own, files, and the user's own code. */
export class Modules {
  readonly #directory: string
  readonly #library: Namespace
  readonly #convert: Convert
  readonly #own: UserModules
  readonly #importers = new Map<string, NativeImport>()
  readonly require: NodeJS.Require

  /** @param convert asks for a file of the user's that no cell names in an import */
  constructor(directory: string, library: Namespace, traces: Traces, generated: Generated, convert: Convert) {
    this.#directory = directory
    this.#library = library
    this.#convert = convert
    this.#own = new UserModules(traces, generated, {
      path: (specifier, from) => this.#path(specifier, from),
      import: (specifier, from) => this.#find(specifier, from),
      require: (file) => this.#requireFrom(file),
    })
    this.require = this.#requireFrom(join(directory, "cell.js"))
  }

  /** Takes in new versions of the user's files; they and what imports them are loaded anew. */
  update(modules: UserModule[]): void {
    this.#own.update(modules)
  }

  /**
   * `import` as cells do it.
   *
   * @param names what is taken from the module; missing ones are an error, as in a script
   */
  async import(specifier: unknown, names: string[] = []): Promise<Namespace> {
    const wanted = String(specifier)
    const namespace = await this.#find(wanted, this.#directory)
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

  async #find(specifier: string, from: string): Promise<Namespace> {
    if (specifier === library.name) return this.#library
    if (specifier === "tslab") return tslabModule
    const path = this.#path(specifier, from)
    if (path === undefined) {
      const namespace = await this.#native(specifier, from)
      stopFitsOnInterrupt(namespace)
      return namespace
    }
    if (isUserCode(path) && !this.#own.has(path)) {
      this.update(await this.#convert(path))
    }
    if (this.#own.has(path)) return this.#own.import(path)
    if (extname(path) === ".json") return { default: JSON.parse(readFileSync(path, "utf8")) }
    return this.#native(pathToFileURL(path).href, from)
  }

  async #native(specifier: string, from: string): Promise<Namespace> {
    const beside = this.#importer(from)
    if (isBuiltin(specifier) || specifier.includes(":")) return beside(specifier)
    try {
      return await beside(specifier)
    } catch (error) {
      if (!isMissing(error, specifier)) throw error
      return this.#importer(productDirectory)(specifier).catch((second) => {
        if (!isMissing(second, specifier)) throw second
        throw new Error(
          `import: package "${specifier}" is neither in ${from} or a folder above it, nor part of ${library.name}. ` +
            `Install it beside the notebook: npm install ${specifier}`,
        )
      })
    }
  }

  #importer(directory: string): NativeImport {
    const importer = this.#importers.get(directory) ?? nativeImport(directory)
    this.#importers.set(directory, importer)
    return importer
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
    return candidates.find((candidate) => this.#own.has(candidate)) ?? candidates.find(isFile) ?? path
  }

  #requireFrom(file: string): NodeJS.Require {
    const beside = createRequire(file)
    const own = createRequire(join(productDirectory, "index.js"))
    const load = (specifier: string): unknown => {
      if (specifier === library.name) return this.#library
      const path = this.#path(specifier, dirname(file))
      if (path !== undefined && this.#own.has(path)) return this.#own.require(path, file)
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

function isMissing(error: unknown, specifier: string): boolean {
  const { code, message } = error as { code?: string; message?: string }
  return (
    (code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND") &&
    (message ?? "").includes(`'${specifier.split("/")[0]}`)
  )
}

function isUserCode(path: string): boolean {
  return (
    codeFile.test(path) &&
    isFile(path) &&
    !path.includes("/node_modules/") &&
    !path.startsWith(`${productDirectory}/dist/`)
  )
}

function isFile(path: string): boolean {
  return existsSync(path) && extname(path) !== ""
}
