import assert from "node:assert/strict"
import { test } from "node:test"
import { withoutComments } from "../../../kernels/language/without-comments.js"

test("comments go, directives and code stay", () => {
  const text = '/// <reference lib="es2020" />\n/** Says much. */\ndeclare const a: 1 // one\nexport { a }\n'
  assert.equal(withoutComments(text), '/// <reference lib="es2020" />\n \ndeclare const a: 1  \nexport { a }\n')
})

test("a comment of several lines still ends a line", () => {
  assert.equal(
    withoutComments("declare let a: 1 /* and\nso on */ declare let b: 2"),
    "declare let a: 1 \n declare let b: 2",
  )
})

test("text that looks like a comment is left alone", () => {
  const address = 'declare const address: "http://a/*b*/"'
  assert.equal(withoutComments(address), address)
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is TypeScript to be read
  const template = "declare type Address = `http://${string}` /* kept */"
  assert.equal(withoutComments(template), template)
})
