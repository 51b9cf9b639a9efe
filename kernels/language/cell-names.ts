import type ts from "typescript"
import { typescript } from "../protocol/tslab.js"

/** The names that a cell declares for later cells, found without the checker. */
export function declaredNames(source: ts.SourceFile): { all: Set<string>; exported: Set<string> } {
  const all = new Set<string>()
  const exported = new Set<string>()
  for (const statement of source.statements) {
    const here = new Set<string>()
    fromStatement(statement, here)
    const modifiers = typescript.canHaveModifiers(statement) ? typescript.getModifiers(statement) : undefined
    const isExported = modifiers?.some((modifier) => modifier.kind === typescript.SyntaxKind.ExportKeyword)
    for (const name of here) {
      all.add(name)
      if (isExported) exported.add(name)
    }
  }
  return { all, exported }
}

function fromStatement(statement: ts.Statement, names: Set<string>): void {
  if (typescript.isVariableStatement(statement)) {
    if (!isUsing(statement.declarationList)) fromList(statement.declarationList, names)
  } else if (typescript.isImportDeclaration(statement)) {
    fromImport(statement, names)
  } else if (
    (typescript.isFunctionDeclaration(statement) ||
      typescript.isClassDeclaration(statement) ||
      typescript.isEnumDeclaration(statement) ||
      typescript.isInterfaceDeclaration(statement) ||
      typescript.isTypeAliasDeclaration(statement) ||
      typescript.isModuleDeclaration(statement) ||
      typescript.isImportEqualsDeclaration(statement)) &&
    statement.name &&
    typescript.isIdentifier(statement.name)
  ) {
    names.add(statement.name.text)
  } else {
    hoistedVars(statement, names)
  }
}

/** `using` belongs to its cell: it is disposed of when the cell ends. */
export function isUsing(list: ts.VariableDeclarationList): boolean {
  return (list.flags & typescript.NodeFlags.BlockScoped & typescript.NodeFlags.Using) === typescript.NodeFlags.Using
}

function fromList(list: ts.VariableDeclarationList, names: Set<string>): void {
  for (const declaration of list.declarations) fromBinding(declaration.name, names)
}

function fromBinding(name: ts.BindingName, names: Set<string>): void {
  if (typescript.isIdentifier(name)) {
    names.add(name.text)
    return
  }
  for (const element of name.elements) if (typescript.isBindingElement(element)) fromBinding(element.name, names)
}

function fromImport(statement: ts.ImportDeclaration, names: Set<string>): void {
  const clause = statement.importClause
  if (clause?.name) names.add(clause.name.text)
  if (!clause?.namedBindings) return
  if (typescript.isNamespaceImport(clause.namedBindings)) names.add(clause.namedBindings.name.text)
  else for (const element of clause.namedBindings.elements) names.add(element.name.text)
}

/** `var` inside blocks and loops belongs to the whole cell. */
function hoistedVars(node: ts.Node, names: Set<string>): void {
  if (typescript.isFunctionLike(node) || typescript.isClassLike(node) || typescript.isModuleDeclaration(node)) return
  if (typescript.isVariableDeclarationList(node) && !(node.flags & typescript.NodeFlags.BlockScoped)) {
    fromList(node, names)
  }
  typescript.forEachChild(node, (child) => hoistedVars(child, names))
}
