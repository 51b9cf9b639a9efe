import assert from "node:assert/strict"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, test } from "node:test"
import { rateVersusTiming } from "../../src/experiments/index.js"
import { random } from "../../src/random.js"
import { fromSamples } from "../../src/spikes/index.js"

const folder = mkdtempSync(join(tmpdir(), "spiketime-rate-"))
process.env.SPIKETIME_RESULTS = folder
after(() => rmSync(folder, { recursive: true }))

/** Four words; each has its own early and late channels, and random counts. */
function words() {
  const dice = random(2)
  const labels = Uint16Array.from({ length: 80 }, (_, s) => s % 4)
  const samples = Array.from(labels, (label) => {
    const units = Array.from({ length: 12 }, (_, u) => u).flatMap((u) =>
      Array.from({ length: 2 + dice.integer(3) }, () => u),
    )
    const times = units.map((u) => ((u * 7 + label * 11) % 30) + dice.integer(4))
    return { times, units }
  })
  const classNames = ["a", "b", "c", "d"]
  return fromSamples(samples, { labels, classNames, unitCount: 12, steps: 40, dt: 14, name: "words" })
}

test("rateVersusTiming trains each model at each level and measures forward and reversed", async () => {
  const figure = rateVersusTiming({ data: words(), scale: "smoke" })
  const rows = await figure.run()
  assert.equal(rows.length, 4)
  assert.deepEqual([...new Set(rows.map(({ model }) => model))], ["count MLP", "trained delays"])
  for (const { accuracy, reversed, seconds } of rows) {
    assert.ok(accuracy >= 0 && accuracy <= 1 && reversed >= 0 && reversed <= 1 && seconds > 0)
  }
})

test("on norm, counts leave the count MLP near chance, and timing tells the network the word", async () => {
  const options = {
    data: words(),
    scale: "smoke",
    fractions: [0],
    models: ["count MLP", "no delays"],
    epochs: 20,
  } as const
  const [mlp, network] = await rateVersusTiming(options).run()
  // 20 test samples of 4 classes: three standard errors above chance are .54; counts do not reach it, timing does
  assert.ok(mlp.accuracy < 0.55, `count MLP ${mlp.accuracy}`)
  assert.ok(network.accuracy > 0.55, `network ${network.accuracy}`)
})

test("rateVersusTiming refuses a model it does not know", () => {
  const models = ["trained delay" as "trained delays"]
  assert.throws(() => rateVersusTiming({ data: words(), scale: "smoke", models }), /did you mean "trained delays"/)
})
