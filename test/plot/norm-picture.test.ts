import assert from "node:assert/strict"
import { test } from "node:test"
import { sum } from "d3-array"
import { normalise } from "../../src/datasets/index.js"
import { normPicture } from "../../src/plot/index.js"
import { fates, normFates } from "../../src/plot/norm-fates.js"
import { made } from "./views-example.js"
import { drawn, having } from "./well-formed.js"

const whole = made()
const normalised = normalise(whole, { seed: 1, tolerance: 0.2, removeBelow: 30 })
const { report, norm } = normalised

test("every spike, channel and sample of the whole data set has one fate", () => {
  const { channels, totals } = normFates(whole, normalised, 1)
  const of = (what: string) => totals.filter((row) => row.what === what)
  const amounts = { samples: whole.length, channels: whole.unitCount, spikes: whole.spikeCount }
  for (const [what, amount] of Object.entries(amounts)) {
    assert.equal(
      sum(of(what), ({ count }) => count),
      amount,
    )
    assert.ok(Math.abs(sum(of(what), ({ share }) => share) - 1) < 1e-9)
  }
  const count = (what: string, fate: string) => of(what).find((row) => row.fate === fate)?.count
  assert.equal(count("samples", "kept in norm"), norm.length)
  assert.equal(count("samples", "sample too poor"), report.removed)
  assert.equal(count("samples", "class too large"), report.kept - norm.length)
  assert.equal(count("channels", "kept in norm"), norm.unitCount)
  assert.equal(count("spikes", "kept in norm"), norm.spikeCount)
  assert.ok(report.removed > 0 && report.kept > norm.length && norm.unitCount < whole.unitCount)
  channels.forEach((channel, u) => {
    const spikes = whole.units.reduce((n, unit) => n + Number(unit === u), 0)
    assert.ok(Math.abs(sum(fates, (fate) => channel[fate]) - spikes / whole.length) < 1e-3)
  })
})

test("what neighbouring channels share is their mean", () => {
  const single = normFates(whole, normalised, 1).channels
  const pairs = normFates(whole, normalised, 4).channels
  assert.deepEqual(
    pairs.map(({ from, to, channels }) => [from, to, channels]),
    [
      [-0.5, 3.5, "0 to 3"],
      [3.5, 5.5, "4 to 5"],
    ],
  )
  for (const fate of fates) {
    assert.ok(Math.abs(pairs[1][fate] - (single[4][fate] + single[5][fate]) / 2) < 1e-3)
  }
})

test("normPicture shows the tolerance, the fates and what remains, with a legend that picks", async () => {
  const chart = normPicture(whole, normalised, { title: "Speech" })
  const svg = await drawn(chart)
  for (const text of [
    "20 % are tolerated",
    "kept in norm",
    "channel dropped",
    "spikes a sample",
    ">part<",
    ">Speech<",
  ]) {
    assert.ok(svg.includes(text), text)
  }
  assert.deepEqual(having(chart.spec, "bind"), [
    { name: "picked", select: { type: "point", fields: ["fate"] }, bind: "legend" },
  ])
  assert.equal(having(chart.spec, "tooltip").length, 4)
  assert.equal(
    String(chart),
    `norm procedure on made: ${norm.length} of 60 samples and ${norm.unitCount} of 6 channels remain, ${report.spikes.norm} of ${report.spikes.whole.toFixed(0)} spikes a sample`,
  )
})

test("normPicture of many channels stays small", async () => {
  const wide = made({ samples: 12, units: 40, steps: 200 })
  const data = wide.with({ unitCount: 900, units: wide.units.map((unit) => unit * 22) })
  const chart = normPicture(data, normalise(data, { seed: 1 }))
  assert.ok(JSON.stringify(chart.spec).length < 90_000)
  assert.ok((await drawn(chart)).length < 150_000)
})

test("normPicture refuses another data set than the procedure was given", () => {
  assert.throws(
    () => normPicture(whole.take(10), normalised),
    /made has 10 samples, and the procedure was given 60; give the data set that it was given/,
  )
})
