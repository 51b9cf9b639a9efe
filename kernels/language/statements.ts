import type ts from "typescript"
import { typescript } from "../protocol/tslab.js"

const { factory, SyntaxKind } = typescript

/** The expression whose value a cell shows: that of its last statement, apart from types and exports after it. */
export function lastValue(source: ts.SourceFile, statement: ts.Statement, index: number): ts.Expression | undefined {
  const isLast = source.statements.slice(index + 1).every((later) => typescript.isExportDeclaration(later))
  if (!isLast) return undefined
  if (typescript.isExpressionStatement(statement) || typescript.isExportAssignment(statement))
    return statement.expression
  return undefined
}

/** The name of a function, class, enum or namespace that exists at run time. */
export function declaredValue(statement: ts.Statement): string | undefined {
  const declared =
    typescript.canHaveModifiers(statement) &&
    typescript.getModifiers(statement)?.some((modifier) => modifier.kind === SyntaxKind.DeclareKeyword)
  if (declared) return undefined
  if (typescript.isFunctionDeclaration(statement)) return statement.body && statement.name?.text
  if (typescript.isClassDeclaration(statement) || typescript.isEnumDeclaration(statement)) return statement.name?.text
  if (typescript.isModuleDeclaration(statement) && typescript.isIdentifier(statement.name)) {
    return hasValues(statement) ? statement.name.text : undefined
  }
  return undefined
}

function hasValues(namespace: ts.ModuleDeclaration): boolean {
  const body = namespace.body
  if (!body || !typescript.isModuleBlock(body)) return true
  return body.statements.some(
    (statement) => !typescript.isInterfaceDeclaration(statement) && !typescript.isTypeAliasDeclaration(statement),
  )
}

export function withoutExport(node: ts.Node): ts.Node {
  const exported = [SyntaxKind.ExportKeyword, SyntaxKind.DefaultKeyword]
  const modifiers = (node as ts.FunctionDeclaration).modifiers?.filter((modifier) => !exported.includes(modifier.kind))
  if (typescript.isFunctionDeclaration(node)) {
    const { asteriskToken, name, typeParameters, parameters, type, body } = node
    return factory.updateFunctionDeclaration(
      node,
      modifiers as ts.Modifier[],
      asteriskToken,
      name,
      typeParameters,
      parameters,
      type,
      body,
    )
  }
  if (typescript.isClassDeclaration(node)) {
    return factory.updateClassDeclaration(
      node,
      modifiers,
      node.name,
      node.typeParameters,
      node.heritageClauses,
      node.members,
    )
  }
  if (typescript.isEnumDeclaration(node)) {
    return factory.updateEnumDeclaration(node, modifiers as ts.Modifier[], node.name, node.members)
  }
  if (typescript.isModuleDeclaration(node)) {
    return factory.updateModuleDeclaration(node, modifiers as ts.Modifier[], node.name, node.body)
  }
  return node
}
