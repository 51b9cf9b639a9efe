import type ts from "typescript"
import { typescript } from "../protocol/tslab.js"
import { generated } from "./names.js"

const { factory } = typescript

/** `if (__flag[0]) __run.stop()`: leaves a loop when the user interrupts. A plain read costs far less than a nanosecond. */
function check(): ts.Statement {
  return factory.createIfStatement(
    factory.createElementAccessExpression(factory.createIdentifier(generated.flag), 0),
    factory.createExpressionStatement(call("stop", [])),
  )
}

/** A call of one of the functions that the kernel hands to generated code. */
export function call(name: string, args: ts.Expression[]): ts.CallExpression {
  return factory.createCallExpression(
    factory.createPropertyAccessExpression(factory.createIdentifier(generated.run), name),
    undefined,
    args,
  )
}

function checked(body: ts.Statement): ts.Block {
  const statements = typescript.isBlock(body) ? body.statements : [body]
  return factory.createBlock([check(), ...statements], true)
}

/**
 * Makes code that can be interrupted: every turn of a loop looks at the flag, every await ends when the user says so.
 * And `import.meta`, which only real modules have, is made by the kernel.
 * `node` has been visited already; other nodes come back unchanged.
 */
export function instrument(node: ts.Node): ts.Node {
  if (typescript.isForStatement(node)) {
    return factory.updateForStatement(node, node.initializer, node.condition, node.incrementor, checked(node.statement))
  }
  if (typescript.isWhileStatement(node)) {
    return factory.updateWhileStatement(node, node.expression, checked(node.statement))
  }
  if (typescript.isDoStatement(node)) {
    return factory.updateDoStatement(node, checked(node.statement), node.expression)
  }
  if (typescript.isForInStatement(node)) {
    return factory.updateForInStatement(node, node.initializer, node.expression, checked(node.statement))
  }
  if (typescript.isForOfStatement(node)) {
    const over = node.awaitModifier ? call("iterate", [node.expression]) : node.expression
    return factory.updateForOfStatement(node, node.awaitModifier, node.initializer, over, checked(node.statement))
  }
  if (typescript.isMetaProperty(node) && node.keywordToken === typescript.SyntaxKind.ImportKeyword) {
    return call("meta", [factory.createIdentifier("__filename")])
  }
  if (typescript.isAwaitExpression(node)) {
    return call("resume", [factory.updateAwaitExpression(node, call("wait", [node.expression]))])
  }
  return node
}
