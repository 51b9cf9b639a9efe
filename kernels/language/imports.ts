import type ts from "typescript"
import { typescript } from "../protocol/tslab.js"
import { call } from "./instrument.js"

const { factory } = typescript

/**
 * `import { a as b } from "m"` as `const __import0 = await __run.import("m", ["a"]); __scope.b = __import0.a`.
 * Names that are only types vanish, and an import of nothing but types with them.
 */
export function importStatements(
  statement: ts.ImportDeclaration,
  index: number,
  inScope: (name: string) => ts.Expression,
  isValue: (name: ts.Identifier) => boolean,
): ts.Statement[] {
  const clause = statement.importClause
  if (clause?.isTypeOnly) return []
  const wanted: { name: ts.Identifier; from: string | undefined }[] = []
  if (clause?.name && isValue(clause.name)) wanted.push({ name: clause.name, from: "default" })
  const bindings = clause?.namedBindings
  if (bindings && typescript.isNamespaceImport(bindings)) wanted.push({ name: bindings.name, from: undefined })
  if (bindings && typescript.isNamedImports(bindings)) {
    for (const element of bindings.elements) {
      if (element.isTypeOnly || !isValue(element.name)) continue
      wanted.push({ name: element.name, from: (element.propertyName ?? element.name).text })
    }
  }
  if (clause && wanted.length === 0) return []

  const names = wanted.flatMap(({ from }) => (from === undefined ? [] : [factory.createStringLiteral(from)]))
  const module = factory.createAwaitExpression(
    call("import", [statement.moduleSpecifier, factory.createArrayLiteralExpression(names)]),
  )
  if (wanted.length === 0) return [at(factory.createExpressionStatement(module))]
  const holder = `__import${index}`
  const holding = factory.createVariableStatement(
    undefined,
    factory.createVariableDeclarationList(
      [factory.createVariableDeclaration(holder, undefined, undefined, module)],
      typescript.NodeFlags.Const,
    ),
  )
  const kept = wanted.map(({ name, from }) => {
    const value: ts.Expression = from
      ? factory.createPropertyAccessExpression(factory.createIdentifier(holder), from)
      : factory.createIdentifier(holder)
    return at(factory.createExpressionStatement(factory.createAssignment(inScope(name.text), value)))
  })
  return [at(holding), ...kept]

  function at<T extends ts.Node>(node: T): T {
    return typescript.setTextRange(node, statement)
  }
}
