import assert from "node:assert/strict"
import { test } from "node:test"
import { load } from "./load.js"

interface Options {
  help: boolean
  scale: string
  data: string | undefined
  test: string | undefined
  words: string[]
}
const { startArguments } = await load<{ startArguments(argv: string[], from: string): Options }>("start/arguments.mjs")

test("npm start runs the quickstart and rate versus timing at quick scale by default", () => {
  const { scale, words, data } = startArguments([], "/home/me")
  assert.deepEqual([scale, words, data], ["quick", ["00-quickstart", "04-rate-versus-timing"], undefined])
})

test("npm start takes data files relative to where the user is, and runs the speech notebook on them", () => {
  const options = startArguments(["--data", "train.h5", "--test", "/data/test.h5"], "/home/me")
  assert.equal(options.data, "/home/me/train.h5")
  assert.equal(options.test, "/data/test.h5")
  assert.deepEqual(options.words, ["04-"])
})

test("npm start takes words that choose notebooks, and a scale", () => {
  const options = startArguments(["quickstart", "--scale", "smoke"], "/")
  assert.deepEqual([options.words, options.scale], [["quickstart"], "smoke"])
})

test("npm start refuses an option or a scale that it does not know, in one line with what there is", () => {
  assert.throws(() => startArguments(["--dat", "x"], "/"), {
    message: "npm start: Unknown option '--dat'. There are --data, --test, --scale and --help.",
  })
  assert.throws(
    () => startArguments(["--scale", "big"], "/"),
    /scale "big" is not known; there are smoke, quick, paper\./,
  )
  assert.throws(() => startArguments(["--test", "x"], "/"), /--test needs --data/)
})
