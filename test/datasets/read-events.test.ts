import assert from "node:assert/strict"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, test } from "node:test"
import { readEvents, readNmnist } from "../../src/datasets/index.js"
import { fixture } from "./fixture.js"

const folder = mkdtempSync(join(tmpdir(), "spiketime-"))
after(() => rmSync(folder, { recursive: true }))

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

test("readEvents reads a CSV file with its columns in any order", async () => {
  const path = file("mine.csv", "label,sample,unit,time\n1,0,3,2.5\n1,0,0,1\n\n0,2,1,9.9\n")
  const data = await readEvents(path)
  assert.deepEqual(
    [[...data.times], [...data.units], [...data.offsets]],
    [
      [1, 2, 9],
      [0, 3, 1],
      [0, 2, 2, 3],
    ],
  )
  assert.deepEqual([[...data.labels], data.unitCount, data.steps, data.dt, data.name], [[1, 0, 0], 4, 10, 1, "mine"])
})

test("readEvents takes seconds, another step, window and number of units", async () => {
  const path = file("s.csv", "time,unit,sample\n0.05,1,0\n")
  const data = await readEvents(path, { timeUnit: "s", dt: 10, duration: 200, unitCount: 8, classNames: ["only"] })
  assert.deepEqual([[...data.times], data.steps, data.unitCount, data.duration], [[5], 20, 8, 200])
})

for (const name of ["events.npz", "events-packed.npz"]) {
  test(`readEvents reads ${name}`, async () => {
    const data = await readEvents(fixture(name), { timeUnit: "us", dt: 0.5 })
    assert.deepEqual(
      [[...data.times], [...data.units], [...data.offsets]],
      [
        [2, 4, 0],
        [7, 2, 1],
        [0, 2, 3],
      ],
    )
    assert.deepEqual([...data.labels], [1, 0])
  })
}

const wrong: [string, string, RegExp][] = [
  ["head.csv", "t,unit,sample\n1,1,1\n", /head\.csv: the first line names no column "time"/],
  ["text.csv", "time,unit,sample\n1,1,0\n1,x,0\n", /text\.csv: line 3: unit is "x"; it must be a number/],
  ["short.csv", "time,unit,sample\n1,1\n", /short\.csv: line 2: sample is ""/],
  ["minus.csv", "time,unit,sample\n-1,1,0\n", /minus\.csv: event 0: time is -1/],
  ["half.csv", "time,unit,sample\n1,1.5,0\n", /half\.csv: event 0: unit is 1\.5; it must be a whole number/],
  ["two.csv", "time,unit,sample,label\n1,1,0,0\n2,1,0,1\n", /two\.csv: line 3: sample 0 has the labels 0 and 1/],
  ["no.npz", "PK", /no\.npz: this is no \.npz file, or it is cut short/],
]
for (const [name, content, message] of wrong) {
  test(`readEvents refuses ${name} with one clear line`, async () => {
    await assert.rejects(readEvents(file(name, content)), message)
  })
}

test("readEvents refuses a missing file, a spike after the window and an .npz without columns", async () => {
  await assert.rejects(readEvents(join(folder, "absent.csv")), /absent\.csv: there is no such file/)
  const path = file("late.csv", "time,unit,sample\n90,1,0\n")
  await assert.rejects(
    readEvents(path, { duration: 50 }),
    /late\.csv: sample 0: spike 0 at step 90 of unit 1 lies outside/,
  )
  await assert.rejects(readEvents(fixture("bare.npz")), /bare\.npz: there is no array time in it/)
})

/** Five bytes of N-MNIST. */
const event = (x: number, y: number, polarity: number, us: number) => [
  x,
  y,
  (polarity << 7) | (us >> 16),
  (us >> 8) & 255,
  us & 255,
]

test("readNmnist reads events of every digit's folder", async () => {
  const train = join(folder, "Train")
  for (const digit of ["0", "1"]) mkdirSync(join(train, digit), { recursive: true })
  writeFileSync(join(train, "0", "00002.bin"), Uint8Array.from([...event(3, 2, 0, 1500), ...event(33, 33, 1, 300_000)]))
  writeFileSync(join(train, "1", "00001.bin"), Uint8Array.from(event(0, 0, 1, 0)))
  writeFileSync(join(train, "1", "00004.bin"), Uint8Array.from(event(1, 0, 1, 70_000)))
  const data = await readNmnist(train)
  assert.deepEqual(
    [[...data.times], [...data.units]],
    [
      [1, 300, 0, 70],
      [2 * 34 + 3, 2311, 1156, 1157],
    ],
  )
  assert.deepEqual([[...data.labels], data.unitCount, data.steps, data.name], [[0, 1, 1], 2312, 350, "N-MNIST Train"])
  assert.equal((await readNmnist(train, { perClass: 1 })).length, 2)
  await assert.rejects(
    readNmnist(train, { duration: 100 }),
    /00002\.bin: event 1 is at 300 ms, after the window of 100 ms/,
  )
  writeFileSync(join(train, "1", "00004.bin"), Uint8Array.of(1, 2, 3))
  await assert.rejects(readNmnist(train), /00004\.bin: its 3 bytes are no multiple of 5; it is cut short/)
  writeFileSync(join(train, "1", "00004.bin"), Uint8Array.from(event(40, 0, 1, 0)))
  await assert.rejects(readNmnist(train), /event 0 is at \(40, 0\), outside 34 x 34 pixels/)
  await assert.rejects(readNmnist(join(folder, "Test")), /Test: there is no such folder/)
  await assert.rejects(readNmnist(join(train, "0")), /it holds no folders/)
})
