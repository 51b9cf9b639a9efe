import { join } from "node:path"
import type ts from "typescript"
import { typescript } from "../protocol/tslab.js"
import { declaredNames } from "./cell-names.js"
import { Declarations } from "./declarations.js"
import { type Problem, problems } from "./diagnostics.js"
import { document, inPlainText, sourceOf, withoutAlias } from "./document.js"
import { readCommentsAt } from "./documentation.js"
import { FileCache } from "./file-cache.js"
import { compilerOptions, createHost, VirtualFile } from "./host.js"
import { kindsOfNames } from "./kinds.js"
import { convertModules, type UserModule } from "./modules.js"
import { helpers, library } from "./product.js"
import { nested, nestedVariables } from "./scopes.js"
import { cellTransformer } from "./transform.js"

export interface Converted {
  code: string
  map: string
  /** The names that the cell declares. */
  declares: string[]
  /** The user's own TypeScript files that the cell imports, and that changed since the last cell. */
  modules: UserModule[]
}

/** What the compiler adds at the end because a cell is a module to it. */
const moduleMarks = /(\nexport \{\};)?\n\/\/# sourceMappingURL=.*\s*$|^export \{\};\n/g

/** Emission of one half only: the compiler knows these values, its declarations do not. */
const onlyJavaScript = 0 as unknown as boolean
const onlyDeclarations = true

/** TypeScript's view of a notebook: converts cells, remembers what they declared, completes and explains. */
export class Language {
  readonly #directory: string
  readonly #library: VirtualFile
  readonly #earlier: VirtualFile
  readonly #cell: VirtualFile
  readonly #service: ts.LanguageService
  readonly #declarations = new Declarations()
  readonly #modules = new Map<string, string>()
  readonly #imported = new Set<string>()
  #kinds: Map<string, ts.ScriptElementKind> | undefined

  /** @param directory the notebook's folder, where imports start */
  constructor(directory: string) {
    this.#directory = directory
    this.#library = new VirtualFile(join(directory, "__library__.d.ts"))
    this.#earlier = new VirtualFile(join(directory, "__earlier__.d.ts"))
    this.#cell = new VirtualFile(join(directory, "__cell__.ts"))
    this.#library.text = [library, helpers].map(({ name }) => `export * from "${name}"\n`).join("")
    this.#earlier.text = this.#declarations.text
    const disk = new FileCache()
    const files = [this.#library, this.#earlier, this.#cell]
    this.#service = typescript.createLanguageService(createHost(directory, files, this.#imported, disk))
    this.#nameLibrary()
    disk.keep()
  }

  /** Makes every export of the library and of the helpers, value or type, a name that cells see. */
  #nameLibrary(): void {
    const program = this.#service.getProgram()!
    const checker = program.getTypeChecker()
    const taken = new Set(["default"])
    const imports = program.getSourceFile(this.#library.path)!.statements.map((statement) => {
      const specifier = (statement as ts.ExportDeclaration).moduleSpecifier as ts.StringLiteral
      const module = checker.getSymbolAtLocation(specifier)
      const exported = module ? checker.getExportsOfModule(module).map((symbol) => symbol.name) : []
      const names = exported.filter((name) => !taken.has(name))
      for (const name of names) taken.add(name)
      return `import { ${names.join(", ")} } from "${specifier.text}"`
    })
    this.#library.text = `${imports.join("\n")}\nexport {}\n`
  }

  /**
   * Converts one cell.
   *
   * @returns its JavaScript, or what is wrong with it
   */
  convert(written: string): Converted | { problems: Problem[] } {
    const code = asExpression(written)
    const parsed = typescript.createSourceFile(this.#cell.path, code, typescript.ScriptTarget.Latest, true)
    const { all, exported } = declaredNames(parsed)
    const suffix = [...all].filter((name) => !exported.has(name))
    this.#cell.text = `${code}\nexport { ${suffix.join(", ")} }\n`
    const { program, source, ...scope } = this.#linked()
    const found = problems(program, source, code)
    if (found.length > 0) {
      // Run again, the same text is looked at anew: a package or file that it missed may be there by then.
      this.#cell.version++
      const shift = code === written ? 0 : 1
      return { problems: found.map((each) => (each.line === 1 ? { ...each, column: each.column - shift } : each)) }
    }

    let output = ""
    let map = ""
    const write: ts.WriteFileCallback = (path, text) => {
      if (path.endsWith(".map")) map = text
      else if (path.endsWith(".js")) output = text
    }
    program.emit(source, write, undefined, onlyJavaScript, { before: [cellTransformer(scope)] })
    const modules = convertModules(program, source, this.#modules)
    return { code: output.replace(moduleMarks, ""), map, declares: [...all], modules }
  }

  /** Converts a file of the user's that is imported by a name which was worked out as the cell ran, and what it imports. */
  module(path: string): UserModule[] {
    this.#imported.add(path)
    const { program, source } = this.#linked()
    return convertModules(program, source, this.#modules)
  }

  /** Makes the declarations of the cell converted last visible to later cells. */
  commit(): void {
    try {
      this.#declarations.add(this.#emittedDeclarations())
    } catch (error) {
      // The compiler's own mistake must not cost the user a variable: its names are then known without their types.
      console.error("kernel: declarations could not be worked out:", error)
      const { all } = declaredNames(
        typescript.createSourceFile("cell.ts", this.#cell.text, typescript.ScriptTarget.Latest),
      )
      this.#declarations.add([...all].map((name) => `declare let ${name}: any;\n`).join(""))
    }
    this.#earlier.text = this.#declarations.text
  }

  #emittedDeclarations(): string {
    const { program, source } = this.#linked()
    let emitted = nestedVariables(program.getTypeChecker(), source)
    const write: ts.WriteFileCallback = (path, text) => {
      if (path.endsWith(".d.ts")) emitted += text
    }
    type Forced = (...args: [...Parameters<ts.Program["emit"]>, boolean]) => ts.EmitResult
    ;(program.emit as Forced)(source, write, undefined, onlyDeclarations, undefined, true)
    return emitted
  }

  /** Forgets names whose cell failed before they had a value. */
  forget(names: Iterable<string>): void {
    this.#declarations.forget(names)
    this.#earlier.text = this.#declarations.text
  }

  /** Forgets what all cells declared, after their variables are gone. */
  reset(): void {
    this.#declarations.clear()
    this.#modules.clear()
    this.#imported.clear()
    this.#earlier.text = this.#declarations.text
  }

  /** Completions at an offset in UTF-16 units. */
  complete(code: string, position: number): ts.CompletionInfo | undefined {
    this.#cell.text = code
    const { program } = this.#linked()
    const info = this.#service.getCompletionsAtPosition(this.#cell.path, position, {})
    // A name of the library is an alias to the compiler, which tells a user nothing.
    this.#kinds ??= kindsOfNames(program, this.#library.path)
    for (const entry of info?.entries ?? []) {
      if (entry.kind === typescript.ScriptElementKind.alias) entry.kind = this.#kinds.get(entry.name) ?? entry.kind
    }
    return info
  }

  /** What stands at an offset in UTF-16 units, in plain text. */
  inspect(code: string, position: number): ts.QuickInfo | undefined {
    const info = this.#explain(code, position)
    return info && inPlainText(info)
  }

  #explain(code: string, position: number): ts.QuickInfo | undefined {
    this.#cell.text = code
    const { program, source } = this.#linked()
    readCommentsAt(program, source, position)
    const info = this.#service.getQuickInfoAtPosition(this.#cell.path, position)
    return info && withoutAlias(info)
  }

  /** What is written about a name that cells see: as Markdown, and as text. */
  document(name: string): { [mime: string]: unknown } {
    const info = this.#explain(name, name.length)
    if (!info) return { "text/plain": `help: nothing here is called ${name}.` }
    const definition = this.#service.getDefinitionAtPosition(this.#cell.path, name.length)?.[0]
    return document(info, definition && sourceOf(definition.fileName), this.#directory)
  }

  /** The program as it is now, and the cell in it, within its scopes. */
  #linked() {
    const program = this.#service.getProgram()!
    return { program, ...nested(program, [this.#cell.path, this.#earlier.path, this.#library.path]) }
  }
}

/** A cell that is one object literal is meant as a value, not as a block: `{ a: 1 }` becomes `({ a: 1 })`. */
function asExpression(code: string): string {
  if (!/^\s*\{[\s\S]*\}\s*$/.test(code)) return code
  const wrapped = `(${code})`
  const { diagnostics } = typescript.transpileModule(wrapped, { reportDiagnostics: true, compilerOptions })
  return diagnostics?.length ? code : wrapped
}
