import assert from "node:assert/strict"
import test from "node:test"
import { rasterMachine } from "../../src/baselines/index.js"
import { displaySymbol } from "../../src/display/index.js"
import { twoClasses } from "./example.js"

for (const difference of ["counts", "timing"] as const) {
  test(`rasterMachine reads classes that differ in ${difference}`, async () => {
    const machine = await rasterMachine(twoClasses(difference, { samples: 60, seed: 1 }))
    assert.ok(machine.accuracy(twoClasses(difference, { samples: 150, seed: 2 })) > 0.95)
    assert.ok(machine.trainAccuracy > 0.95)
  })
}

test("rasterMachine gives the same decisions every time", async () => {
  const train = twoClasses("timing", { samples: 30, seed: 1 })
  const [a, b] = [await rasterMachine(train), await rasterMachine(train)]
  const other = twoClasses("counts", { samples: 40, seed: 3 })
  assert.deepEqual(a.predict(other), b.predict(other))
})

test("rasterMachine's own report of its training samples is what it decides there, and it shows itself", async () => {
  // a large ridge leaves some of them wrong
  const train = twoClasses("timing", { samples: 60, seed: 1 })
  const mixed = train.with({ labels: train.labels.map((label, s) => (s % 5 === 0 ? 1 - label : label)) })
  const run = rasterMachine(mixed, { ridge: 3 })
  const machine = await run
  assert.equal(machine.trainAccuracy, machine.accuracy(mixed))
  assert.ok(machine.trainAccuracy < 1)
  const [{ loss }] = run.history
  assert.ok(loss > 0 && loss < 0.25, String(loss))
  assert.match(String((await run[displaySymbol]())["text/plain"]), /^kernel machine done · epoch 1 of 1 · loss 0\./)
})

test("rasterMachine ends when its signal aborts", async () => {
  const run = rasterMachine(twoClasses("timing", { samples: 30, seed: 1 }), { signal: AbortSignal.abort() })
  await assert.rejects(async () => await run, /stopped before it was fitted/)
  assert.equal(run.progress.state, "failed")
})

test("rasterMachine refuses what it cannot fit, and says why", () => {
  const train = twoClasses("timing", { samples: 10, seed: 1 })
  assert.throws(() => rasterMachine(train.take(0)), /no training samples/)
  assert.throws(() => rasterMachine(train, { ridge: 0 }), /ridge is 0/)
  assert.throws(() => rasterMachine(train, { sigma: Number.NaN }), /sigma is NaN/)
  assert.throws(() => rasterMachine(train, { sigma: 1e-5 }), /need \d+ GB; take fewer samples or a larger sigma/)
})
