import { typescript } from "../protocol/tslab.js"

interface Declared {
  values: string[]
  types: string[]
}

/**
 * What earlier cells declared, as the text of one declaration file. A new declaration of a name replaces the old one;
 * a type and a value of one name live side by side.
 */
export class Declarations {
  #names = new Map<string, Declared>()

  get text(): string {
    const parts = [...this.#names.values()].flatMap(({ values, types }) => [...types, ...values])
    return `${[...new Set(parts)].join("\n")}\nexport {}\n`
  }

  has(name: string): boolean {
    return this.#names.has(name)
  }

  /** Takes in what the compiler emitted as a cell's declarations. */
  add(emitted: string): void {
    const fresh = new Map<string, Declared>()
    const source = typescript.createSourceFile("cell.d.ts", emitted, typescript.ScriptTarget.Latest, false)
    for (const statement of source.statements) {
      for (const { name, text, value, type } of split(statement, source)) {
        const entry = fresh.get(name) ?? { values: [], types: [] }
        if (value) entry.values.push(text)
        if (type) entry.types.push(text)
        fresh.set(name, entry)
      }
    }
    for (const [name, { values, types }] of fresh) {
      const old = this.#names.get(name)
      this.#names.delete(name)
      const shared = (old?.types ?? []).some((text) => old?.values.includes(text))
      const keepTypes = types.length === 0 && !shared
      const keepValues = values.length === 0 && !shared
      this.#names.set(name, {
        types: keepTypes ? (old?.types ?? []) : types,
        values: keepValues ? (old?.values ?? []) : values,
      })
    }
  }

  /** Forgets values that never came to be, because their cell failed before. */
  forget(names: Iterable<string>): void {
    for (const name of names) {
      const old = this.#names.get(name)
      if (!old) continue
      if (old.types.length > 0 && !old.types.some((text) => old.values.includes(text))) old.values = []
      else this.#names.delete(name)
    }
  }

  clear(): void {
    this.#names.clear()
  }
}

interface Piece {
  name: string
  text: string
  value: boolean
  type: boolean
}

/** One declaration for each name of a statement, without `export`. */
function split(statement: import("typescript").Statement, source: import("typescript").SourceFile): Piece[] {
  const text = (node: import("typescript").Node) => source.text.slice(node.getStart(source), node.end)
  const comment = source.text.slice(statement.getFullStart(), statement.getStart(source)).trim()
  const documented = (code: string) => (comment.endsWith("*/") ? `${comment}\n${code}` : code)
  const whole = () =>
    documented(
      text(statement)
        .replace(/^export (default )?/, "")
        .replace(/^(?!declare |type |interface |import )/, "declare "),
    )

  if (typescript.isVariableStatement(statement)) {
    const keyword = statement.declarationList.flags & typescript.NodeFlags.Const ? "const" : "let"
    return statement.declarationList.declarations.map((declaration) => ({
      name: text(declaration.name),
      text: documented(`declare ${keyword} ${text(declaration)};`),
      value: true,
      type: false,
    }))
  }
  if (typescript.isImportDeclaration(statement)) {
    const from = text(statement.moduleSpecifier)
    const clause = statement.importClause
    const pieces: Piece[] = []
    const add = (name: string, code: string) =>
      pieces.push({ name, text: `import ${code} from ${from};`, value: true, type: true })
    if (clause?.name) add(clause.name.text, clause.name.text)
    const bindings = clause?.namedBindings
    if (bindings && typescript.isNamespaceImport(bindings)) add(bindings.name.text, text(bindings))
    if (bindings && typescript.isNamedImports(bindings)) {
      for (const element of bindings.elements) add(element.name.text, `{ ${text(element)} }`)
    }
    return pieces
  }
  if (typescript.isInterfaceDeclaration(statement) || typescript.isTypeAliasDeclaration(statement)) {
    return [{ name: statement.name.text, text: whole(), value: false, type: true }]
  }
  if (typescript.isFunctionDeclaration(statement) && statement.name) {
    return [{ name: statement.name.text, text: whole(), value: true, type: false }]
  }
  if (
    (typescript.isClassDeclaration(statement) ||
      typescript.isEnumDeclaration(statement) ||
      typescript.isModuleDeclaration(statement)) &&
    statement.name
  ) {
    return [{ name: statement.name.text, text: whole(), value: true, type: true }]
  }
  return []
}
