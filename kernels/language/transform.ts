import type ts from "typescript"
import { typescript } from "../protocol/tslab.js"
import { bindingTarget, namedValue } from "./assign.js"
import { isUsing } from "./cell-names.js"
import { importStatements } from "./imports.js"
import { call, instrument } from "./instrument.js"
import { generated } from "./names.js"
import { isReference } from "./references.js"
import { declaredValue, lastValue, withoutExport } from "./statements.js"

const { factory, SyntaxKind } = typescript

/** Where a name of a cell comes from: the cell itself or an earlier one, or the library. */
export type Origin = "scope" | "library" | undefined

export interface CellScope {
  /** Where the name at `node` comes from, if it is not the cell's own inner business. */
  origin(node: ts.Identifier): Origin
  /** Whether an imported name is worth anything at run time: it is no type. */
  isValue(node: ts.Identifier): boolean
}

/**
 * Turns a cell into the body of an async function. What the cell declares at its top becomes a property of the scope
 * object, so that later cells, and functions of earlier cells, see one and the same variable; its imports become calls;
 * its last expression is returned; its loops and awaits can be interrupted.
 */
export function cellTransformer(scope: CellScope): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (source) => {
    const inScope = (name: string): ts.Expression =>
      factory.createPropertyAccessExpression(factory.createIdentifier(generated.scope), name)
    /** Names of classes, enums and functions whose own body is being visited: there the name is the local one. */
    const inside: string[] = []

    function reference(node: ts.Identifier): ts.Expression | undefined {
      if (inside.includes(node.text)) return undefined
      const origin = scope.origin(node)
      if (!origin) return undefined
      const holder = origin === "scope" ? generated.scope : generated.library
      const access = factory.createPropertyAccessExpression(factory.createIdentifier(holder), node.text)
      return typescript.setSourceMapRange(access, node)
    }

    /** A function taken from the scope is called without it as `this`. */
    function callee(node: ts.Identifier): ts.Expression | undefined {
      const access = reference(node)
      return (
        access && factory.createParenthesizedExpression(factory.createComma(factory.createNumericLiteral(0), access))
      )
    }

    function visit(node: ts.Node): ts.VisitResult<ts.Node> {
      if (typescript.isIdentifier(node)) return isReference(node) ? (reference(node) ?? node) : node
      if (typescript.isTypeNode(node) && !typescript.isExpressionWithTypeArguments(node)) return node
      if (typescript.isShorthandPropertyAssignment(node)) return shorthand(node)
      if (typescript.isCallExpression(node)) return callExpression(node)
      if (typescript.isTaggedTemplateExpression(node) && typescript.isIdentifier(node.tag)) {
        const template = visitNode(node.template) as ts.TemplateLiteral
        return factory.updateTaggedTemplateExpression(node, callee(node.tag) ?? node.tag, undefined, template)
      }
      if (typescript.isVariableStatement(node) && isHoisted(node.declarationList)) return variableStatement(node)
      if (typescript.isForStatement(node) && isHoistedList(node.initializer)) {
        const visited = typescript.visitEachChild(node, visit, context)
        const start = assignments(node.initializer as ts.VariableDeclarationList, false)
        const first = start.length > 0 ? start.reduce((left, right) => factory.createComma(left, right)) : undefined
        return instrument(
          factory.updateForStatement(visited, first, visited.condition, visited.incrementor, visited.statement),
        )
      }
      if ((typescript.isForOfStatement(node) || typescript.isForInStatement(node)) && isHoistedList(node.initializer)) {
        const target = bindingTarget(
          (node.initializer as ts.VariableDeclarationList).declarations[0]!.name,
          inScope,
          visitNode,
        )
        const expression = visitNode(node.expression)
        const body = visitNode(node.statement)
        return instrument(
          typescript.isForOfStatement(node)
            ? factory.updateForOfStatement(node, node.awaitModifier, target, expression, body)
            : factory.updateForInStatement(node, target, expression, body),
        )
      }
      if (isTop(node) && typescript.isFunctionDeclaration(node) && node.name) return within(node.name.text, node)
      if (isTop(node) && typescript.isClassDeclaration(node) && node.name) return within(node.name.text, node)
      if (isTop(node) && (typescript.isEnumDeclaration(node) || typescript.isModuleDeclaration(node))) {
        return within(node.name.text, node)
      }
      return instrument(typescript.visitEachChild(node, visit, context))
    }

    function visitNode<T extends ts.Node>(node: T): T {
      return typescript.visitNode(node, visit) as T
    }

    function within(name: string, node: ts.Node): ts.Node {
      inside.push(name)
      const visited = withoutExport(typescript.visitEachChild(node, visit, context))
      inside.pop()
      return visited
    }

    function isTop(node: ts.Node): boolean {
      return node.parent === source
    }

    function isHoistedList(node: ts.Node | undefined): boolean {
      return node !== undefined && typescript.isVariableDeclarationList(node) && isHoisted(node)
    }

    /** Whether a list of variables belongs to the whole cell: it stands at the top, or is `var` outside any function. */
    function isHoisted(list: ts.VariableDeclarationList): boolean {
      if (isUsing(list)) return false
      if (list.flags & typescript.NodeFlags.BlockScoped) {
        return typescript.isVariableStatement(list.parent) && list.parent.parent === source
      }
      for (let node: ts.Node = list.parent; node !== source; node = node.parent) {
        if (typescript.isFunctionLike(node) || typescript.isModuleBlock(node)) return false
        if (typescript.isClassStaticBlockDeclaration(node)) return false
      }
      return true
    }

    function assignments(list: ts.VariableDeclarationList, reset: boolean): ts.Expression[] {
      return list.declarations.flatMap((declaration) => {
        const { name, initializer } = declaration
        if (!initializer && !reset) return []
        const value = initializer
          ? namedValue(name, initializer, visitNode(initializer))
          : factory.createIdentifier("undefined")
        const assigned = factory.createAssignment(bindingTarget(name, inScope, visitNode), value)
        return [typescript.setSourceMapRange(assigned, declaration)]
      })
    }

    function variableStatement(node: ts.VariableStatement): ts.Statement[] {
      if (node.modifiers?.some((modifier) => modifier.kind === SyntaxKind.DeclareKeyword)) return []
      return assignments(node.declarationList, true).map((expression) => {
        const object = typescript.isObjectLiteralExpression((expression as ts.BinaryExpression).left)
        const whole = object ? factory.createParenthesizedExpression(expression) : expression
        return typescript.setTextRange(factory.createExpressionStatement(whole), node)
      })
    }

    function shorthand(node: ts.ShorthandPropertyAssignment): ts.Node {
      const access = reference(node.name)
      const preset = node.objectAssignmentInitializer && visitNode(node.objectAssignmentInitializer)
      if (!access) return factory.updateShorthandPropertyAssignment(node, node.name, preset)
      return factory.createPropertyAssignment(
        node.name.text,
        preset ? factory.createAssignment(access, preset) : access,
      )
    }

    function callExpression(node: ts.CallExpression): ts.Node {
      if (node.expression.kind === SyntaxKind.ImportKeyword) {
        return call("import", [visitNode(node.arguments[0]!)])
      }
      const direct = typescript.isIdentifier(node.expression) ? callee(node.expression) : undefined
      if (!direct) return typescript.visitEachChild(node, visit, context)
      const args = node.arguments.map((argument) => visitNode(argument))
      return typescript.setSourceMapRange(
        node.questionDotToken
          ? factory.createCallChain(direct, node.questionDotToken, undefined, args)
          : factory.updateCallExpression(node, direct, undefined, args),
        node,
      )
    }

    const imports: ts.Statement[] = []
    const hoisted: ts.Statement[] = []
    const body: ts.Statement[] = []
    const keep = (name: string) =>
      factory.createExpressionStatement(factory.createAssignment(inScope(name), factory.createIdentifier(name)))

    source.statements.forEach((statement, index) => {
      if (typescript.isImportDeclaration(statement)) {
        imports.push(...importStatements(statement, imports.length, inScope, scope.isValue))
        return
      }
      if (typescript.isImportEqualsDeclaration(statement)) {
        const from = statement.moduleReference
        if (typescript.isExternalModuleReference(from) && scope.isValue(statement.name)) {
          const required = factory.createCallExpression(factory.createIdentifier("require"), undefined, [
            from.expression,
          ])
          imports.push(
            factory.createExpressionStatement(factory.createAssignment(inScope(statement.name.text), required)),
          )
        }
        return
      }
      if (typescript.isExportDeclaration(statement)) return
      const value = lastValue(source, statement, index)
      if (value) {
        const shown = factory.createObjectLiteralExpression([
          factory.createPropertyAssignment("value", visitNode(value)),
        ])
        body.push(typescript.setTextRange(factory.createReturnStatement(shown), statement))
        return
      }
      body.push(...typescript.visitNodes(factory.createNodeArray([statement]), visit, typescript.isStatement))
      const name = declaredValue(statement)
      if (!name) return
      if (typescript.isFunctionDeclaration(statement)) hoisted.push(keep(name))
      else body.push(keep(name))
    })
    return factory.updateSourceFile(source, [...imports, ...hoisted, ...body])
  }
}
