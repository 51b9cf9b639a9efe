import Module from "node:module"
import { dirname } from "node:path"
import vm from "node:vm"
import type { UserModule } from "../language/modules.js"
import type { Traces } from "./traces.js"

export type Namespace = { [name: string]: unknown }

/** What generated code calls to be interruptible. */
export interface Generated {
  run: object
  flag: Int32Array
}

/** How files of the user's reach what is not theirs. `from` is a folder. */
interface World {
  /** The file that a specifier means; nothing for a package. */
  path(specifier: string, from: string): string | undefined
  import(specifier: string, from: string): Promise<Namespace>
  require(file: string): NodeJS.Require
}

interface Loaded {
  readonly path: string
  /** What `require` gives. */
  exports(): unknown
  /** What `import` gives. */
  namespace(): Namespace
  /** The user's files that it imports. */
  readonly uses: Set<string>
  /** What else it imports, until that has been loaded. */
  readonly packages: Map<string, (namespace: Namespace) => void>
  /** To be called when its exports change. */
  readonly importers: (() => void)[]
  execute(): void | Promise<void>
  begun: boolean
  /** Until it has run, where it or what it imports awaits at its top. */
  evaluation: Promise<void> | undefined
}

/** What TypeScript makes of a module: `System.register(imports, declare)`. */
type Declare = (
  exporting: (name: string | Namespace, value?: unknown) => unknown,
  context: { import(specifier: string): Promise<Namespace> },
) => { setters: ((namespace: Namespace) => void)[]; execute(): void | Promise<void> }

const parameters = ["System", "exports", "require", "module", "__filename", "__dirname", "__run", "__flag"]
const head = `(function (${parameters.join(", ")}) {`

/** The user's own files as modules: live bindings, cycles, awaits at their top; loaded anew when they change. */
export class UserModules {
  readonly #traces: Traces
  readonly #generated: Generated
  readonly #world: World
  readonly #sources = new Map<string, UserModule>()
  readonly #loaded = new Map<string, Loaded>()

  constructor(traces: Traces, generated: Generated, world: World) {
    this.#traces = traces
    this.#generated = generated
    this.#world = world
  }

  has(path: string): boolean {
    return this.#sources.has(path)
  }

  /** Takes in new versions; they and all that imports them are forgotten, the rest keeps its state. */
  update(modules: UserModule[]): void {
    const outdated = new Set(modules.map(({ path }) => path))
    for (const module of modules) this.#sources.set(module.path, module)
    for (let size = -1; size !== outdated.size; ) {
      size = outdated.size
      for (const { path, uses } of this.#loaded.values()) {
        if ([...uses].some((used) => outdated.has(used))) outdated.add(path)
      }
    }
    for (const path of outdated) this.#loaded.delete(path)
  }

  async import(path: string): Promise<Namespace> {
    const module = this.#link(path)
    const load = async ({ path: user, packages }: Loaded) => {
      for (const [specifier, set] of packages) {
        set(withNamesOfDefault(await this.#world.import(specifier, dirname(user))))
        packages.delete(specifier)
      }
    }
    await Promise.all([...this.#graph(module)].map(load))
    await this.#evaluate(module)
    return module.namespace()
  }

  /**
   * @param by the file that requires it
   * @throws Error when the file or what it imports awaits at its top
   */
  require(path: string, by: string): unknown {
    this.#loaded.get(by)?.uses.add(path)
    const module = this.#link(path)
    for (const { path: user, packages } of this.#graph(module)) {
      const required = this.#world.require(user)
      for (const [specifier, set] of packages) set(asNamespace(required(specifier)))
      packages.clear()
    }
    if (this.#evaluate(module)) throw new Error(`require: ${path} awaits at its top; use import.`)
    return module.exports()
  }

  /** Makes a module, and those of the user's files that it imports, without running them. */
  #link(path: string): Loaded {
    const known = this.#loaded.get(path)
    if (known) return known
    const source = this.#sources.get(path)!
    this.#traces.add(path, { map: source.map, name: path, text: source.text })
    return source.common ? this.#commonModule(source) : this.#systemModule(source)
  }

  #systemModule(source: UserModule): Loaded {
    const { path } = source
    const namespace: Namespace = {}
    const importers: (() => void)[] = []
    const exporting = (name: string | Namespace, value?: unknown) => {
      Object.assign(namespace, typeof name === "string" ? { [name]: value } : name)
      for (const tell of importers) tell()
      return value
    }
    let registered: [imports: string[], declare: Declare] = [[], () => ({ setters: [], execute: () => {} })]
    this.#run(source, { System: { register: (...given: typeof registered) => (registered = given) } })
    const [imports, declare] = registered
    const { setters, execute } = declare(exporting, {
      import: (specifier) => this.#world.import(String(specifier), dirname(path)),
    })
    const packages = new Map<string, (namespace: Namespace) => void>()
    const module = loaded({ path, exports: () => namespace, namespace: () => namespace, importers, packages, execute })
    this.#loaded.set(path, module)
    imports.forEach((specifier, index) => {
      const set = setters[index]!
      const file = this.#world.path(specifier, dirname(path))
      if (file === undefined || !this.has(file)) {
        packages.set(specifier, set)
        return
      }
      module.uses.add(file)
      const used = this.#link(file)
      const tell = () => set(used.namespace())
      used.importers.push(tell)
      tell()
    })
    return module
  }

  #commonModule(source: UserModule): Loaded {
    const { path } = source
    const module = new Module(path)
    module.filename = path
    const common = loaded({
      path,
      exports: () => module.exports,
      namespace: () => asNamespace(module.exports),
      importers: [],
      packages: new Map(),
      execute: () => {
        this.#run(source, { exports: module.exports, require: this.#world.require(path), module })
        for (const tell of common.importers) tell()
      },
    })
    this.#loaded.set(path, common)
    return common
  }

  #run({ path, code }: UserModule, given: { [parameter: string]: unknown }): void {
    const options = { filename: path, columnOffset: -head.length }
    const body = new vm.Script(`${head}${code}\n})`, options).runInThisContext()
    const all: { [parameter: string]: unknown } = {
      require: this.#world.require(path),
      __filename: path,
      __dirname: dirname(path),
      __run: this.#generated.run,
      __flag: this.#generated.flag,
      ...given,
    }
    body(...parameters.map((parameter) => all[parameter]))
  }

  /** A module and all of the user's files that it imports, directly or not. */
  #graph(module: Loaded, found = new Set<Loaded>()): Set<Loaded> {
    if (found.has(module)) return found
    found.add(module)
    for (const path of module.uses) {
      const used = this.#loaded.get(path)
      if (used) this.#graph(used, found)
    }
    return found
  }

  /** Runs what a module imports, then the module, each once; one that failed is forgotten, and runs again when asked for. */
  #evaluate(module: Loaded): Promise<void> | undefined {
    if (module.begun) return module.evaluation
    module.begun = true
    const forget = (error: unknown): never => {
      this.#loaded.delete(module.path)
      throw error
    }
    try {
      const used = [...module.uses].map((path) => this.#loaded.get(path)).filter((other) => other !== undefined)
      const awaited = used.map((other) => this.#evaluate(other)).filter((evaluation) => evaluation !== undefined)
      const ended = awaited.length > 0 ? Promise.all(awaited).then(() => module.execute()) : module.execute()
      if (!ended) return undefined
      const settle = () => {
        module.evaluation = undefined
      }
      module.evaluation = ended.then(settle, forget)
      return module.evaluation
    } catch (error) {
      return forget(error)
    }
  }
}

function loaded(parts: Omit<Loaded, "uses" | "begun" | "evaluation">): Loaded {
  return { ...parts, uses: new Set(), begun: false, evaluation: undefined }
}

/** What CommonJS exports, as `import` sees it. */
function asNamespace(exports: unknown): Namespace {
  const object = Object(exports) as Namespace
  return object.__esModule || "default" in object ? object : { ...object, default: exports }
}

/** A namespace that also has the names which only the default export of a CommonJS module tells. */
function withNamesOfDefault(namespace: Namespace): Namespace {
  const common = namespace.default
  if ((typeof common !== "object" && typeof common !== "function") || common === null) return namespace
  return { ...common, ...namespace }
}
