import type ts from "typescript"
import { typescript } from "../protocol/tslab.js"

const { factory } = typescript

type Visit = <T extends ts.Node>(node: T) => T

/** `{ a, b: [c = 1] }` of a declaration, as the left side of an assignment whose names are taken from `inScope`. */
export function bindingTarget(
  name: ts.BindingName,
  inScope: (name: string) => ts.Expression,
  visit: Visit,
): ts.Expression {
  if (typescript.isIdentifier(name)) return typescript.setSourceMapRange(inScope(name.text), name)
  if (typescript.isArrayBindingPattern(name)) {
    return factory.createArrayLiteralExpression(
      name.elements.map((element) => {
        if (typescript.isOmittedExpression(element)) return element
        const target = withDefault(element)
        return element.dotDotDotToken ? factory.createSpreadElement(target) : target
      }),
    )
  }
  return factory.createObjectLiteralExpression(
    name.elements.map((element) => {
      if (element.dotDotDotToken) return factory.createSpreadAssignment(withDefault(element))
      const key = element.propertyName ?? (element.name as ts.Identifier)
      const property = typescript.isComputedPropertyName(key)
        ? factory.createComputedPropertyName(visit(key.expression))
        : typescript.isIdentifier(key)
          ? key.text
          : key
      return factory.createPropertyAssignment(property as ts.PropertyName, withDefault(element))
    }),
  )

  function withDefault(element: ts.BindingElement): ts.Expression {
    const target = bindingTarget(element.name, inScope, visit)
    return element.initializer ? factory.createAssignment(target, visit(element.initializer)) : target
  }
}

/**
 * A nameless function or class takes its name from the variable it is given to. An assignment to a property would not
 * name it, so the value passes through an object literal, which does.
 */
export function namedValue(name: ts.BindingName, original: ts.Expression, value: ts.Expression): ts.Expression {
  if (!typescript.isIdentifier(name)) return value
  const nameless =
    typescript.isArrowFunction(original) ||
    ((typescript.isFunctionExpression(original) || typescript.isClassExpression(original)) && !original.name)
  if (!nameless) return value
  const holder = factory.createObjectLiteralExpression([factory.createPropertyAssignment(name.text, value)])
  return factory.createPropertyAccessExpression(factory.createParenthesizedExpression(holder), name.text)
}
