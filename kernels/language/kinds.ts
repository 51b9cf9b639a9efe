import type ts from "typescript"
import { typescript } from "../protocol/tslab.js"

/** What the imported names of a file stand for: functions, classes, types. */
export function kindsOfNames(program: ts.Program, path: string): Map<string, ts.ScriptElementKind> {
  const { SymbolFlags, ScriptElementKind } = typescript
  const kinds: [flag: ts.SymbolFlags, kind: ts.ScriptElementKind][] = [
    [SymbolFlags.Function, ScriptElementKind.functionElement],
    [SymbolFlags.Class, ScriptElementKind.classElement],
    [SymbolFlags.Interface, ScriptElementKind.interfaceElement],
    [SymbolFlags.TypeAlias, ScriptElementKind.typeElement],
    [SymbolFlags.Enum, ScriptElementKind.enumElement],
    [SymbolFlags.Variable, ScriptElementKind.constElement],
  ]
  const checker = program.getTypeChecker()
  const { locals } = program.getSourceFile(path) as ts.SourceFile & { locals: ts.SymbolTable }
  return new Map(
    [...locals.values()].flatMap((symbol) => {
      const { flags } = checker.getAliasedSymbol(symbol)
      const [, kind] = kinds.find(([flag]) => flags & flag) ?? []
      return kind ? [[symbol.name, kind] as const] : []
    }),
  )
}
