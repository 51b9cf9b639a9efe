import assert from "node:assert/strict"
import { test } from "node:test"
import { Declarations } from "../../../kernels/language/declarations.js"

function after(...cells: string[]): Declarations {
  const declarations = new Declarations()
  for (const cell of cells) declarations.add(cell)
  return declarations
}

test("a later declaration replaces an earlier one of the same name", () => {
  const { text } = after("export declare const a: number, b: string;", "export declare const a: boolean;")
  assert.match(text, /const a: boolean/)
  assert.match(text, /const b: string/)
  assert.doesNotMatch(text, /a: number/)
})

test("a type and a value of one name live side by side", () => {
  const { text } = after("export interface Spike { unit: number }", "export declare const Spike: number;")
  assert.match(text, /interface Spike/)
  assert.match(text, /const Spike: number/)
})

test("a const that takes the name of a class takes it wholly", () => {
  const { text } = after("export declare class Neuron { rate: number }", "export declare const Neuron: number;")
  assert.doesNotMatch(text, /class Neuron/)
})

test("overloads of a function stay together", () => {
  const { text } = after("export declare function f(a: string): string;\nexport declare function f(a: number): number;")
  assert.equal(text.match(/function f/g)?.length, 2)
})

test("imports are kept by the name they give", () => {
  const declarations = after('import fs, { readFile as read } from "node:fs";', "export declare const read: number;")
  assert.match(declarations.text, /import fs from "node:fs"/)
  assert.doesNotMatch(declarations.text, /readFile/)
})

test("values that never came to be are forgotten, types of the same name are not", () => {
  const declarations = after(
    "export interface T { a: 1 }\nexport declare const T: number;\nexport declare const gone: 1;",
  )
  declarations.forget(["T", "gone"])
  assert.match(declarations.text, /interface T/)
  assert.doesNotMatch(declarations.text, /const/)
})
