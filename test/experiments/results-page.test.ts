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
