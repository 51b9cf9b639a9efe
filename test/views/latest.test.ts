import assert from "node:assert/strict"
import { test } from "node:test"
import { setTimeout as pause } from "node:timers/promises"
import { Latest } from "../../src/views/latest.js"
import { Paced } from "../../src/views/paced.js"

test("of a hundred wishes in a row one is worked on, with the newest state", async () => {
  const seen: number[] = []
  let state = 0
  const latest = new Latest(() => seen.push(state))
  for (state = 1; state < 100; state++) latest.ask()
  await pause(20)
  assert.deepEqual(seen, [100])
})

test("wishes that come while work is done lead to one further run", async () => {
  const seen: number[] = []
  let state = 1
  const latest = new Latest(async () => {
    seen.push(state)
    await pause(20)
  })
  latest.ask()
  await pause(5)
  for (; state < 50; state++) latest.ask()
  await pause(80)
  assert.deepEqual(seen, [1, 50])
})

test("paced wishes act at once, then no more often than told, and the last is not lost", async () => {
  let acted = 0
  const paced = new Paced(40, () => acted++)
  paced.wish()
  assert.equal(acted, 1)
  for (let k = 0; k < 10; k++) paced.wish()
  assert.equal(acted, 1)
  await pause(80)
  assert.equal(acted, 2)
})
