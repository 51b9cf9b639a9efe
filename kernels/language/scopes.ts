import type ts from "typescript"
import { typescript } from "../protocol/tslab.js"
import { isUsing } from "./cell-names.js"
import type { CellScope } from "./transform.js"

/** A file with what the compiler knows of it and does not tell: the names it declares, and what lies around it. */
type Scope = { -readonly [Key in keyof ts.SourceFile]: ts.SourceFile[Key] } & {
  parent: ts.Node
  locals?: ts.SymbolTable
}

type LocalSymbol = ts.Symbol & { exportSymbol?: ts.Symbol }

export interface Nested extends CellScope {
  /** The cell. */
  readonly source: ts.SourceFile
}

/**
 * Puts a program's files inside one another, the cell innermost: names that the cell does not declare are looked up in
 * what earlier cells declared, then among the library's (tslab's way of letting a cell declare a name again).
 */
export function nested(program: ts.Program, paths: readonly [cell: string, earlier: string, library: string]): Nested {
  const checker = program.getTypeChecker()
  const files = paths.map((path) => program.getSourceFile(path) as Scope)
  const [source, earlier, names] = files as [Scope, Scope, Scope]
  source.parent = earlier
  earlier.parent = names

  function owner(node: ts.Identifier): Scope | undefined {
    const name = node.escapedText
    const candidates = files.filter((file) => file.locals?.has(name))
    if (candidates.length === 0) return undefined
    const shorthand = typescript.isShorthandPropertyAssignment(node.parent)
    const symbol = shorthand
      ? checker.getShorthandAssignmentValueSymbol(node.parent)
      : checker.getSymbolAtLocation(node)
    return candidates.find((file) => {
      const local = file.locals!.get(name) as LocalSymbol
      return local === symbol || (symbol !== undefined && local.exportSymbol === symbol)
    })
  }

  return {
    source: source as ts.SourceFile,
    origin(node) {
      const file = owner(node)
      if (!file || (file === source && isUsed(file.locals!.get(node.escapedText)!))) return undefined
      return file === names ? "library" : "scope"
    },
    isValue(node) {
      const symbol = checker.getSymbolAtLocation(node)
      if (!symbol || !(symbol.flags & typescript.SymbolFlags.Alias)) return true
      const target = checker.getAliasedSymbol(symbol)
      const unknown = target.flags === typescript.SymbolFlags.Property && target.name === "unknown"
      return unknown || (target.flags & typescript.SymbolFlags.Value) !== 0
    },
  }
}

/** Declarations of the `var`s inside a cell's blocks and loops, which the compiler's own leave out. */
export function nestedVariables(checker: ts.TypeChecker, source: ts.SourceFile): string {
  const { locals } = source as ts.SourceFile & { locals: ts.SymbolTable }
  const lines: string[] = []
  for (const symbol of locals.values()) {
    const declaration = symbol.valueDeclaration
    const list = declaration?.parent
    if (!list || !typescript.isVariableDeclarationList(list) || isUsing(list)) continue
    if (typescript.isVariableStatement(list.parent) && list.parent.parent === source) continue
    const type = checker.getTypeOfSymbolAtLocation(symbol, declaration)
    const text = checker.typeToString(type, undefined, typescript.TypeFormatFlags.NoTruncation)
    lines.push(`declare let ${symbol.name}: ${text};\n`)
  }
  return lines.join("")
}

/** Whether a name is declared with `using`, which stays the cell's own. */
function isUsed(symbol: ts.Symbol): boolean {
  const declaration = symbol.valueDeclaration?.parent
  return declaration !== undefined && typescript.isVariableDeclarationList(declaration) && isUsing(declaration)
}
