import assert from "node:assert/strict"
import { test } from "node:test"
import { raster } from "../../src/plot/index.js"
import { random } from "../../src/random.js"
import { fromSamples, type SpikeDataset } from "../../src/spikes/index.js"
import { drawn, having } from "./well-formed.js"

function spikes(samples: number, perSample: number, steps = 100): SpikeDataset {
  return fromSamples(
    Array.from({ length: samples }, (_, i) => {
      const draw = random(1, i)
      return {
        times: Array.from({ length: perSample }, () => draw.integer(steps)),
        units: Array.from({ length: perSample }, () => draw.integer(700)),
      }
    }),
    {
      labels: Uint16Array.from({ length: samples }, (_, i) => i % 2),
      classNames: ["seven", "acht"],
      unitCount: 700,
      steps,
      dt: 14,
      speakers: Uint16Array.from({ length: samples }, (_, i) => i),
    },
  )
}

const csvOf = (spec: unknown) => having(spec, "format").map(({ values }) => values as string)

test("raster gives times in milliseconds", async () => {
  const one = fromSamples([{ times: [0, 3], units: [5, 2] }], {
    labels: Uint16Array.of(0),
    classNames: ["seven"],
    unitCount: 8,
    steps: 10,
    dt: 14,
  })
  const chart = raster(one)
  assert.deepEqual(csvOf(chart.spec), ["time,unit\n0,5\n42,2"])
  assert.deepEqual((having(chart.spec, "scale")[0].scale as { domain: number[] }).domain, [0, 140])
  await drawn(chart)
})

test("raster's spikes tell unit, time and class", () => {
  const [{ tooltip }] = having(raster(spikes(1, 20).sample(0)).spec, "tooltip")
  assert.deepEqual(
    (tooltip as { field: string }[]).map(({ field }) => field),
    ["unit", "time", "class"],
  )
})

test("raster has a panel a sample, named by class and speaker", async () => {
  const chart = raster(spikes(3, 50))
  const titles = having(chart.spec, "fontSize").map(({ text }) => text)
  assert.deepEqual(titles, ["seven, speaker 0", "acht, speaker 1", "seven, speaker 2"])
  assert.match(await drawn(chart), /acht, speaker 1/)
})

test("raster takes the names of its samples from an object", () => {
  const data = spikes(2, 50)
  const chart = raster({ clean: data.sample(0), "f = 0.5": data.sample(1) })
  assert.deepEqual(
    having(chart.spec, "fontSize").map(({ text }) => text),
    ["clean", "f = 0.5"],
  )
})

test("raster draws a picture beyond 5000 spikes, and stays small", async () => {
  const chart = raster(spikes(4, 20_000, 1000))
  assert.equal(csvOf(chart.spec).length, 0)
  assert.equal(having(chart.spec, "url").length, 4)
  const bytes = JSON.stringify(chart.spec).length + (await drawn(chart)).length
  assert.ok(bytes < 400_000, `${bytes} bytes`)
})

test("raster's still picture is small where its live form has thousands of marks", async () => {
  const chart = raster(spikes(1, 4000))
  assert.equal(csvOf(chart.spec)[0].split("\n").length, spikes(1, 4000).spikeCount + 1)
  const { length } = await drawn(chart)
  assert.ok(length < 60_000, `${length} bytes`)
})

test("raster draws marked spikes in another colour, as marks and as pictures", async () => {
  const marked = [Uint8Array.from({ length: 20 }, (_, k) => k % 2)]
  const few = raster(spikes(1, 20), { marked })
  assert.match(csvOf(few.spec)[0], /^time,unit,marked\n/)
  assert.match(await drawn(few), /#e5484d/)
  const many = raster(spikes(1, 6000), { marked: [new Uint8Array(6000).fill(1, 100)] })
  assert.equal(having(many.spec, "url").length, 2)
  await drawn(many)
})

test("raster of one sample has its name and the title that was given", () => {
  const titled = raster(spikes(1, 10), { title: "Digits" })
  assert.match(JSON.stringify(titled.spec.title), /: Digits"/)
  assert.doesNotMatch(JSON.stringify(raster(spikes(1, 10)).spec.title), /: "/)
})

test("raster says when it shows only the first of many samples", () => {
  const chart = raster(spikes(20, 10), { title: "Digits" })
  assert.equal(chart.spec.title, "Digits: the first 12 of 20 samples")
  assert.equal((chart.spec.concat as unknown[]).length, 12)
})

test("raster shows a sample without a spike as an empty panel", async () => {
  const silent = spikes(1, 0)
  await drawn(raster(silent))
})

test("raster refuses what is no sample, and an empty list", () => {
  assert.throws(() => raster({ clean: 5 } as never), /raster: clean is no sample; give data\.sample\(0\)/)
  assert.throws(() => raster([]), /raster: there is no sample to show/)
  assert.throws(() => raster(undefined as never), /raster: undefined is no sample/)
})
