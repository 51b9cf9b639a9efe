import assert from "node:assert/strict"
import { execFile, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, test } from "node:test"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { readShd } from "../../src/datasets/index.js"

const MAIN = fileURLToPath(new URL("../../src/cli/main.js", import.meta.url))
const HALF = fileURLToPath(new URL("../../../test/datasets/fixtures/half.h5", import.meta.url))
const folder = mkdtempSync(join(tmpdir(), "spiketime-"))
after(() => rmSync(folder, { recursive: true }))

/** Runs the command line. */
function spiketime(...args: string[]): Promise<{ code: number; out: string; errors: string }> {
  return new Promise((done) => {
    execFile(process.execPath, [MAIN, ...args], (error, out, errors) => {
      done({ code: error ? Number(error.code) : 0, out, errors })
    })
  })
}

/** A tone of 0.1 s at 16 kHz as a WAV file. */
function tone(frequency: number): Buffer {
  const bytes = Buffer.alloc(44 + 3200)
  bytes.write("RIFF", 0)
  bytes.writeUInt32LE(36 + 3200, 4)
  bytes.write("WAVEfmt ", 8)
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(1, 22)
  bytes.writeUInt32LE(16_000, 24)
  bytes.writeUInt32LE(32_000, 28)
  bytes.writeUInt16LE(2, 32)
  bytes.writeUInt16LE(16, 34)
  bytes.write("data", 36)
  bytes.writeUInt32LE(3200, 40)
  for (let n = 0; n < 1600; n++) {
    bytes.writeInt16LE(Math.round(20_000 * Math.sin((2 * Math.PI * frequency * n) / 16_000)), 44 + 2 * n)
  }
  return bytes
}

test("spiketime says what it can, and refuses an unknown command", async () => {
  const help = await spiketime("--help")
  assert.equal(help.code, 0)
  assert.match(help.out, /spiketime data fetch shd\|ssc\|shd-norm\|ssc-norm/)
  const wrong = await spiketime("dta")
  assert.equal(wrong.code, 1)
  assert.match(wrong.errors, /^spiketime: "dta" is no command/)
})

test("spiketime data encode turns WAV files into a file of the SHD layout", async () => {
  const files = ["low_anna_1.wav", "high_anna_1.wav", "high_otto_1.wav"].map((name) => join(folder, name))
  files.forEach((path, i) => {
    writeFileSync(path, tone(i === 0 ? 300 : 2000))
  })
  const out = join(folder, "tones.h5")
  const { code, errors, out: said } = await spiketime("data", "encode", ...files, "--out", out)
  assert.equal(code, 0, errors)
  assert.match(said, /tones\.h5: 3 samples of 2 classes \(high, low\), 2 speakers, \d+ spikes a sample/)
  const data = await readShd(out)
  assert.deepEqual(
    [[...data.labels], [...(data.speakers ?? [])]],
    [
      [1, 0, 0],
      [0, 0, 1],
    ],
  )
  assert.ok(data.spikeCount > 300)
})

test("spiketime data encode names the file that is no recording, and writes nothing", async () => {
  const out = join(folder, "none.h5")
  const { code, errors } = await spiketime("data", "encode", HALF, "--out", out)
  assert.equal(code, 1)
  assert.match(errors, /^encode|spiketime data: .*half\.h5: this is not a WAV file\.\n$/)
  assert.throws(() => readFileSync(out), /ENOENT/)
})

test("spiketime data fetch takes files from a folder, and says where they are", async () => {
  for (const name of ["shd_train.h5.gz", "shd_test.h5.gz"]) {
    writeFileSync(join(folder, name), gzipSync(readFileSync(HALF)))
  }
  const cache = join(folder, "cache")
  const { code, out, errors } = await spiketime("data", "fetch", "shd", "--mirror", folder, "--cache", cache)
  assert.equal(code, 0, errors)
  assert.match(out, /shd_test\.h5: .*cache\/shd_test\.h5/)
  const again = await spiketime("data", "fetch", "shd", "--cache", cache)
  assert.match(again.out, /shd_train\.h5: is there already/)
  const wrong = await spiketime("data", "fetch", "mnist")
  assert.equal(wrong.code, 1)
  assert.match(wrong.errors, /data set "mnist" is not known/)
})

test("Ctrl-C ends a fetch in order: exit code 130, one line, what has come is kept and nothing has the final name", async () => {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-length": 1_000_000 })
    response.write(Buffer.alloc(50_000))
  })
  await once(server.listen(0, "127.0.0.1"), "listening")
  const mirror = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const cache = join(folder, "interrupted")
  const fetching = spawn(process.execPath, [MAIN, "data", "fetch", "shd", "--mirror", mirror, "--cache", cache])
  try {
    let errors = ""
    fetching.stderr.on("data", (text) => {
      errors += text
    })
    const ended = once(fetching, "exit")
    const sizeOf = () => {
      try {
        return readFileSync(join(cache, "shd_train.h5.gz.part")).length
      } catch {
        return 0
      }
    }
    while (sizeOf() < 50_000 && fetching.exitCode === null) await new Promise((next) => setTimeout(next, 20))
    fetching.kill("SIGINT")
    assert.deepEqual(await ended, [130, null], errors)
    assert.match(errors, /^spiketime data: .*stopped; .*the next fetch goes on there\.\n$/m)
    assert.ok(!readdirSync(cache).includes("shd_train.h5"))
    assert.equal(sizeOf(), 50_000)
  } finally {
    fetching.kill("SIGKILL")
    server.closeAllConnections()
    server.close()
  }
})

test("spiketime data info says what a file holds", async () => {
  const good = await spiketime("data", "info", HALF)
  assert.equal(good.code, 0, good.errors)
  assert.match(
    good.out,
    /half: 12 samples of 3 classes \(null, eins, zwei\), 4 speakers\n\d+ spikes a sample in 100 bins of 14 ms\n/,
  )
  assert.match(good.out, /norm is not possible: .*no channel of half spikes in all/)
  const { code, errors } = await spiketime("data", "info", join(folder, "absent.h5"))
  assert.equal(code, 1)
  assert.match(errors, /^spiketime data: .*absent\.h5: there is no such file\.\n$/)
  const nothing = await spiketime("data")
  assert.match(nothing.errors, /say what to do/)
})
