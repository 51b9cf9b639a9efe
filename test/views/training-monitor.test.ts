import assert from "node:assert/strict"
import { test } from "node:test"
import { setTimeout as pause } from "node:timers/promises"
import { displaySymbol, type MimeBundle } from "../../src/index.js"
import { LiveRun, type RunState } from "../../src/train/index.js"
import { trainingMonitor } from "../../src/views/index.js"

type Step = { epoch: number; loss: number; accuracy: number; rates: number[] }

/** A training that does what the test says. */
class Scripted extends LiveRun<string, Step> {
  #end!: (result: string) => void
  paused = 0
  constructor(of: number) {
    super(of, { quiet: true })
    this.begin(
      new Promise((resolve) => {
        this.#end = resolve
      }),
    )
  }
  step(): void {
    const epoch = this.history.length + 1
    this.history.push({ epoch, loss: 1 / epoch, accuracy: epoch / 10, rates: [0.1, 0.2] })
    this.changed()
  }
  end(state: RunState): void {
    this.state = state
    this.#end("result")
    this.changed()
  }
  stop(): Promise<string> {
    this.end("stopped")
    return this.settled()
  }
  pause(): void {
    this.paused++
  }
  protected async picture(): Promise<MimeBundle> {
    return {}
  }
}

test("a monitor follows its trainings, a few times a second, up to their end", async () => {
  const first = new Scripted(5)
  const second = new Scripted(5)
  const view = trainingMonitor({ first, second })
  for (let k = 0; k < 3; k++) first.step()
  assert.deepEqual(view.get("curves")[0].loss, [], "it looks a little later")
  await pause(460)
  assert.deepEqual(view.get("curves")[0].loss, [1, 1 / 2, 1 / 3])
  assert.deepEqual(view.get("curves")[1].loss, [])
  assert.equal(view.get("runs")[0].steps, 3)
  first.end("done")
  second.end("stopped")
  await pause(460)
  assert.deepEqual(
    view.get("runs").map(({ state }) => state),
    ["done", "stopped"],
  )
})

test("the picture that stays is the learning curve, and the text says how far it is", async () => {
  const run = new Scripted(5)
  const view = trainingMonitor(run)
  run.step()
  run.step()
  await run.stop()
  const bundle = await view[displaySymbol]()
  assert.match(String(bundle["image/svg+xml"]), /^<svg/)
  assert.match(String(bundle["text/plain"]), /epoch 2 of 5/)
})

test("the page cannot write a training's course", () => {
  const view = trainingMonitor(new Scripted(5))
  assert.match(view.problem({ curves: [] })!, /cannot change/)
})

test("a monitor of nothing is refused", () => {
  assert.throws(() => trainingMonitor({}), /there is no training to watch/)
})
