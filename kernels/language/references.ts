import type ts from "typescript"
import { typescript } from "../protocol/tslab.js"

/** Whether an identifier reads or writes a variable, rather than naming a property, a declaration or a label. */
export function isReference(node: ts.Identifier): boolean {
  const parent = node.parent
  if (!parent) return false
  if (typescript.isPropertyAccessExpression(parent)) return parent.expression === node
  if (typescript.isPropertyAssignment(parent)) return parent.initializer === node
  if (typescript.isBindingElement(parent)) return parent.initializer === node
  if (typescript.isEnumMember(parent)) return parent.initializer === node
  if (typescript.isParameter(parent) || typescript.isVariableDeclaration(parent)) return parent.initializer === node
  if (typescript.isPropertyDeclaration(parent)) return parent.initializer === node
  if (typescript.isLabeledStatement(parent) || typescript.isBreakOrContinueStatement(parent)) return false
  if (typescript.isMetaProperty(parent)) return false
  if (typescript.isExportSpecifier(parent) || typescript.isImportSpecifier(parent)) return false
  return !(
    (typescript.isFunctionLike(parent) ||
      typescript.isClassLike(parent) ||
      typescript.isEnumDeclaration(parent) ||
      typescript.isModuleDeclaration(parent)) &&
    (parent as ts.NamedDeclaration).name === node
  )
}
