import assert from "node:assert/strict"
import { execFile } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, test } from "node:test"
import { fileURLToPath } from "node:url"

const main = fileURLToPath(new URL("../../src/cli/main.js", import.meta.url))
const folder = mkdtempSync(join(tmpdir(), "spiketime-figure-"))
after(() => rmSync(folder, { recursive: true }))

/** Runs `spiketime figure ...`. */
const figure = (...args: string[]): Promise<{ code: number; out: string; errors: string }> =>
  new Promise((done) => {
    const env = { ...process.env, SPIKETIME_RESULTS: join(folder, "results") }
    execFile(process.execPath, [main, "figure", ...args], { env, cwd: folder }, (error, out, errors) =>
      done({ code: error ? Number(error.code) : 0, out, errors }),
    )
  })

test("a figure is run by its name, leaves table, chart and page, and computes nothing twice", async () => {
  const first = await figure("coincidence", "--scale", "smoke")
  assert.equal(first.code, 0, first.errors)
  const out = join(folder, "out", "figures")
  assert.deepEqual(readdirSync(out), [
    "RESULTS.md",
    "coincidence.smoke.json",
    "coincidence.smoke.svg",
    "coincidence.smoke.vl.json",
  ])
  const table = readFileSync(join(out, "coincidence.smoke.json"), "utf8")
  assert.equal(JSON.parse(table).rows.length, 6)
  assert.match(readFileSync(join(out, "coincidence.smoke.svg"), "utf8"), /^<svg/)
  assert.match(readFileSync(join(out, "RESULTS.md"), "utf8"), /\[chart\]\(\.\/coincidence\.smoke\.svg\)/)

  const part = await figure("coincidence", "--scale", "smoke", "--where", "model=no delays,count MLP", "--out", "part")
  assert.equal(part.code, 0, part.errors)
  const { rows, ...head } = JSON.parse(readFileSync(join(folder, "part", "coincidence.smoke.json"), "utf8"))
  assert.deepEqual(head.part, { model: ["no delays", "count MLP"] })
  assert.equal(rows.length, 4)

  const other = await figure(
    "coincidence",
    "--scale",
    "smoke",
    "--models",
    "no delays,three rectifiers",
    "--out",
    "other",
  )
  assert.equal(other.code, 0, other.errors)
  const others = JSON.parse(readFileSync(join(folder, "other", "coincidence.smoke.json"), "utf8")).rows
  assert.deepEqual([...new Set(others.map(({ model }: { model: string }) => model))], ["no delays", "three rectifiers"])
  const { seconds } = others[0]
  assert.ok(
    rows.some((row: { seconds: number }) => row.seconds === seconds),
    "the network is known already",
  )

  await figure("coincidence", "--scale", "smoke")
  assert.equal(readFileSync(join(out, "coincidence.smoke.json"), "utf8"), table)
})

test("what is asked wrongly is refused, with what there is", async () => {
  for (const [args, problem] of [
    [["coincidense"], /figure "coincidense" is not known; did you mean "coincidence"/],
    [["isi", "--scale", "big"], /scale "big" is not known; known are "smoke", "quick", "paper"/],
    [["isi", "--seeds", "1,x"], /--seeds is "1,x"; give whole numbers above 0/],
    [
      ["coincidence", "--scale", "smoke", "--where", "level=0.4"],
      /no training has level = 0\.4; there are .*level \(0; 1\)/,
    ],
    [
      ["coincidence", "--scale", "smoke", "--where", "model=no delays,no delyas"],
      /no training has model = no delyas; there are .*no delays; /,
    ],
    [["isi", "--models", "delay lime"], /model "delay lime" is not known; did you mean "delay line"/],
    [["isi", "--where", "level"], /--where is "level"; give COLUMN=VALUE/],
    [["jitter", "--test", "b.h5"], /--test needs --data/],
  ] as const) {
    const { code, errors } = await figure(...args)
    assert.equal(code, 1)
    assert.match(errors, problem)
  }
})

test("the figures are listed in reading order", async () => {
  const { out } = await figure("list")
  assert.equal(out.split("\n")[0], "isi")
  assert.ok(out.includes("hidden-layers"))
})
