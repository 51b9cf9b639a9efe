import assert from "node:assert/strict"
import { test } from "node:test"
import { claims, figureNames, type ResultTable, resultsPage, tableName } from "../../src/experiments/index.js"

const reversal = (drops: { [model: string]: number }, scale: "smoke" | "quick" = "quick"): ResultTable => ({
  figure: "reversal",
  scale,
  data: "words",
  configuration: {},
  rows: Object.entries(drops).flatMap(([model, drop]) =>
    [1, 2].map((seed) => ({
      ...{ by: "random", fraction: 0, model, seed, forward: 0.5 + seed / 100, reversed: 0.5 + seed / 100 - drop },
      ...{ "order shuffled": 0.1, "synchrony shuffled": 0.1 },
    })),
  ),
})

test("a claim is reproduced, partly or not, by its results", () => {
  const verdict = (drops: { [model: string]: number }) =>
    /\*\*Verdict: ([a-z ]+)\./.exec(resultsPage([reversal(drops)], "results"))![1]
  assert.equal(verdict({ "no delays": 0.02, "trained delays": 0.3 }), "reproduced")
  assert.equal(verdict({ "no delays": 0.2, "trained delays": 0.3 }), "partly")
  assert.equal(verdict({ "no delays": 0.1, "trained delays": 0.05 }), "not reproduced")
})

test("the page gives mean, deviation and seeds, and points to rows and chart", () => {
  const page = resultsPage([reversal({ "no delays": 0.02, "trained delays": 0.3 })], "results")
  assert.match(page, /random split, trained delays: forward 51\.5 ± 0\.7 % \(2 seeds\), reversed 21\.5/)
  assert.match(
    page,
    /\[rows\]\(results\/reversal\.quick\.words\.json\), \[chart\]\(results\/reversal\.quick\.words\.svg\)/,
  )
})

test("scales and data stand side by side, but for smoke, which decides nothing", () => {
  const tables = [reversal({ "no delays": 0, "trained delays": 0.3 }, "smoke")]
  assert.match(resultsPage(tables, "r"), /Verdict: not judged/)
  tables.unshift(reversal({ "no delays": 0, "trained delays": 0.3 }))
  const other = {
    ...reversal({ "no delays": 0, "trained delays": 0 }),
    data: "real speech (9 samples, 0123456789abcdef)",
  }
  const page = resultsPage([...tables, { ...other, part: { model: ["no delays", "trained delays"] } }], "r")
  assert.deepEqual(
    [...page.matchAll(/Verdict: ([a-z ]+)/g)].map(([, word]) => word),
    ["not reproduced", "reproduced"],
  )
  assert.match(
    page,
    /real speech \(9 samples\); only model no delays, trained delays; \[rows\]\(r\/reversal\.quick\.real-speech\.json\)/,
  )
})

test("a claim whose figure was not run, or lacks what it needs, says so", () => {
  assert.match(resultsPage([], "r"), /## reversal\n\n.*\n\nNot run yet/)
  assert.match(
    resultsPage([reversal({ "no delays": 0 })], "r"),
    /Run \(quick scale; words; .*\), but without all that the claim needs/,
  )
})

test("every claim belongs to a figure that can be run", () => {
  for (const { figure } of claims) assert.ok(figureNames.includes(figure))
})

test("a table is named by what is not usual about it: data of one's own, other epochs than the scale's", () => {
  const table = { figure: "jitter", scale: "paper", data: "spoken digits (2600 samples, 0af1)" } as const
  assert.equal(tableName(table), "jitter.paper")
  assert.equal(
    tableName({ ...table, data: "My Words (9 samples, 0af1)", epochs: 30 }),
    "jitter.paper.my-words.30-epochs",
  )
  const judged = { ...reversal({ "no delays": 0.02, "trained delays": 0.3 }), data: "generated" }
  const page = resultsPage([judged, { ...judged, epochs: 30 }], "results")
  assert.ok(page.includes("results/reversal.quick.json") && page.includes("results/reversal.quick.30-epochs.json"))
})

test("a result stands beside what its controls reach without learning", () => {
  const table = (accuracies: { [model: string]: number }): ResultTable => ({
    ...{ figure: "rate-versus-timing", scale: "quick", data: "words", configuration: {} },
    rows: Object.entries(accuracies).flatMap(([model, accuracy]) =>
      [1, 2].map((seed) => ({ variant: "norm", fraction: 0, model, seed, accuracy, reversed: 0.1 })),
    ),
  })
  const networks = { "count MLP": 0.1, "no delays": 0.3, "trained delays": 0.6 }
  const page = (controls: object) => resultsPage([table({ ...networks, ...controls })], "results")
  assert.match(
    page({ "fixed delays": 0.55, "frozen hidden, fixed delays": 0.2 }),
    /Of the 50 points between counts and trained delays there are 10 \(20 %\) with a frozen random hidden layer and fixed delays and 45 \(90 %\) with fixed random delays\. A network whose layers below the read-out stay as drawn beats counts, too; .* adds 40 points\./,
  )
  assert.match(page({ "frozen hidden, fixed delays": 0.1 }), /stay as drawn does not beat counts; .* adds 50 points/)
  assert.doesNotMatch(page({}), /Of the/)
})

test("the fall of a network with delays stands beside that of its controls", () => {
  const page = resultsPage([reversal({ "no delays": 0.02, "fixed delays": 0.25, "trained delays": 0.3 })], "results")
  assert.match(page, /Controls: fixed random delays from 51\.5 to 26\.5 %\. Delays that were never trained fall too/)
})
