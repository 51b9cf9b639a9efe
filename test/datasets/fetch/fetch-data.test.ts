import assert from "node:assert/strict"
import { createHash } from "node:crypto"
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { homedir, tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import { gzipSync } from "node:zlib"
import { cacheFolder, fetchData } from "../../../src/datasets/fetch/index.js"
import { random } from "../../../src/random.js"

const stream = random(1)
const CONTENT = Buffer.from(Uint8Array.from({ length: 300_000 }, () => stream.integer(256)))
const PACKED = gzipSync(CONTENT)
const md5 = (bytes: Uint8Array) => createHash("md5").update(bytes).digest("hex")
const FAST = { retries: 2, pause: 5, stall: 5000 }

type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** Serves both SHD files as ranges, and the sums, unless `answer` has something else in mind. */
function ranges(request: IncomingMessage, response: ServerResponse): void {
  if (request.url === "/md5sums.txt") {
    response.end(`${md5(PACKED)}  shd_train.h5.gz\n${md5(PACKED)}  shd_test.h5.gz\n`)
    return
  }
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0)
  response.setHeader("etag", '"one"')
  if (from > 0) {
    response.statusCode = 206
    response.setHeader("content-range", `bytes ${from}-${PACKED.length - 1}/${PACKED.length}`)
  }
  response.setHeader("content-length", PACKED.length - from)
  response.end(PACKED.subarray(from))
}

async function withServer(
  answer: Answer,
  use: (mirror: string, cache: string, requests: IncomingMessage[]) => Promise<void>,
): Promise<void> {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    answer(request, response)
  })
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  const cache = mkdtempSync(join(tmpdir(), "spiketime-"))
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, cache, requests)
  } finally {
    server.closeAllConnections()
    server.close()
    rmSync(cache, { recursive: true })
  }
}

test("fetchData brings both files, unpacked and checked, and does not fetch them twice", async () => {
  await withServer(ranges, async (mirror, cache, requests) => {
    const progress: number[] = []
    const paths = await fetchData("shd", {
      ...FAST,
      mirror,
      cache,
      onProgress: ({ received }) => progress.push(received),
    })
    assert.deepEqual(paths, [join(cache, "shd_train.h5"), join(cache, "shd_test.h5")])
    for (const path of paths) assert.ok(readFileSync(path).equals(CONTENT))
    assert.equal(Math.max(...progress), PACKED.length)
    assert.deepEqual(readdirSync(cache).sort(), ["shd_test.h5", "shd_train.h5"])
    const before = requests.length
    await fetchData("shd", { mirror, cache })
    assert.equal(requests.length, before)
  })
})

test("a download that is cut goes on where it was", async () => {
  let cuts = 0
  await withServer(
    (request, response) => {
      if (request.url === "/md5sums.txt" || cuts++ >= 3) return ranges(request, response)
      const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0)
      response.writeHead(from > 0 ? 206 : 200, {
        "content-length": PACKED.length - from,
        "content-range": `bytes ${from}-${PACKED.length - 1}/${PACKED.length}`,
        etag: '"one"',
      })
      response.write(PACKED.subarray(from, from + 50_000), () => setTimeout(() => response.destroy(), 20))
    },
    async (mirror, cache, requests) => {
      await fetchData("shd", { ...FAST, mirror, cache })
      assert.ok(readFileSync(join(cache, "shd_train.h5")).equals(CONTENT))
      const asked = requests.map((request) => request.headers.range).filter(Boolean)
      assert.ok(asked.length >= 2, String(asked))
      assert.equal(requests.find((request) => request.headers.range)?.headers["if-range"], '"one"')
    },
  )
})

test("a server without ranges starts the file anew", async () => {
  await withServer(
    (request, response) => {
      delete request.headers.range
      ranges(request, response)
    },
    async (mirror, cache) => {
      writeFileSync(join(cache, "shd_train.h5.gz.part"), "the beginning of something else")
      await fetchData("shd", { ...FAST, mirror, cache })
      assert.ok(readFileSync(join(cache, "shd_train.h5")).equals(CONTENT))
    },
  )
})

test("a download that stalls is tried again, and given up with one clear line", async () => {
  await withServer(
    (request, response) => {
      if (request.url === "/md5sums.txt") return ranges(request, response)
      response.writeHead(200, { "content-length": PACKED.length })
      response.flushHeaders()
    },
    async (mirror, cache, requests) => {
      await assert.rejects(
        fetchData("shd", { ...FAST, stall: 200, mirror, cache }),
        /^Error: shd_train\.h5\.gz: nothing came for 0\.2 s, 3 times; try later, or give another place with --mirror/,
      )
      assert.equal(requests.length, 3)
      assert.ok(!existsSync(join(cache, "shd_train.h5")))
    },
  )
})

test("wrong bytes are thrown away and named", async () => {
  await withServer(
    (request, response) => {
      if (request.url === "/md5sums.txt") return ranges(request, response)
      response.end(gzipSync("something else"))
    },
    async (mirror, cache) => {
      await assert.rejects(
        fetchData("shd", { ...FAST, mirror, cache }),
        /shd_train\.h5\.gz: the checksum is .* is published/,
      )
      assert.deepEqual(readdirSync(cache), [])
    },
  )
})

test("a missing file is refused at once, with the way out", async () => {
  await withServer(
    (_request, response) => {
      response.statusCode = 404
      response.end()
    },
    async (mirror, cache, requests) => {
      await assert.rejects(
        fetchData("shd", { ...FAST, mirror, cache }),
        /shd_train\.h5\.gz answers 404; it may have moved: give another place with --mirror/,
      )
      assert.equal(requests.length, 1)
    },
  )
})

test("a busy server is asked again", async () => {
  let busy = 2
  await withServer(
    (request, response) => {
      if (request.url === "/md5sums.txt" || busy-- <= 0) return ranges(request, response)
      response.statusCode = 503
      response.end()
    },
    async (mirror, cache) => {
      await fetchData("shd", { ...FAST, mirror, cache })
      assert.ok(readFileSync(join(cache, "shd_train.h5")).equals(CONTENT))
    },
  )
})

test("without a published checksum the first one is noted and said, and the next fetch is held to it", async () => {
  let content = CONTENT
  await withServer(
    (request, response) => {
      if (request.url === "/md5sums.txt") response.statusCode = 404
      response.end(request.url === "/md5sums.txt" ? "" : content)
    },
    async (mirror, cache) => {
      const said: string[] = []
      const [path] = await fetchData("shd-norm", { ...FAST, mirror, cache, onMessage: (line) => said.push(line) })
      assert.ok(readFileSync(path).equals(CONTENT))
      assert.ok(said.some((line) => /no checksum is published; SHA-256 [0-9a-f]{64} is noted/.test(line)))
      rmSync(path)
      await fetchData("shd-norm", { ...FAST, mirror, cache })
      rmSync(path)
      content = Buffer.from("changed")
      await assert.rejects(fetchData("shd-norm", { ...FAST, mirror, cache }), /is noted at the first fetch/)
      assert.ok(!existsSync(path))
    },
  )
})

test("a fetch that is stopped keeps what has come, and no half file under the final name", async () => {
  await withServer(
    (request, response) => {
      if (request.url === "/md5sums.txt") return ranges(request, response)
      response.writeHead(200, { "content-length": PACKED.length })
      response.write(PACKED.subarray(0, 100_000))
    },
    async (mirror, cache) => {
      const stop = new AbortController()
      const onProgress = ({ received }: { received: number }) => {
        if (received > 0) setTimeout(() => stop.abort(), 20)
      }
      await assert.rejects(
        fetchData("shd", { mirror, cache, signal: stop.signal, onProgress }),
        /stopped; .* bytes, and the next fetch goes on there/,
      )
      assert.ok(!existsSync(join(cache, "shd_train.h5")))
      assert.ok(readFileSync(join(cache, "shd_train.h5.gz.part")).length > 0)
    },
  )
})

test("a full disk is named, with the way out, and leaves nothing under the final name", async () => {
  await withServer(ranges, async (mirror, cache) => {
    // Whatever is written to /dev/full meets a full disk.
    symlinkSync("/dev/full", join(cache, "shd_train.h5.gz.part"))
    await assert.rejects(
      fetchData("shd", { ...FAST, mirror, cache }),
      /shd_train\.h5\.gz\.part: the disk is full; make room, or give another folder with --cache/,
    )
    assert.ok(!existsSync(join(cache, "shd_train.h5")))
  })
})

test("files are taken from a folder, too", async () => {
  const folder = mkdtempSync(join(tmpdir(), "spiketime-"))
  try {
    mkdirSync(join(folder, "mirror"))
    for (const name of ["shd_train.h5.gz", "shd_test.h5.gz"]) writeFileSync(join(folder, "mirror", name), PACKED)
    const paths = await fetchData("shd", { mirror: join(folder, "mirror"), cache: join(folder, "cache") })
    assert.ok(paths.every((path) => readFileSync(path).equals(CONTENT)))
    await assert.rejects(
      fetchData("ssc", { mirror: join(folder, "mirror"), cache: join(folder, "cache") }),
      /ssc_train\.h5\.gz: there is no such file/,
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test("a file that is not gzip is refused and thrown away", async () => {
  await withServer(
    (request, response) => {
      if (request.url === "/md5sums.txt") response.statusCode = 404
      response.end("not packed")
    },
    async (mirror, cache) => {
      await assert.rejects(fetchData("shd", { ...FAST, mirror, cache }), /shd_train\.h5\.gz: it cannot be unpacked/)
      assert.deepEqual(readdirSync(cache), ["checksums.json"])
    },
  )
})

test("an unknown data set is refused with those that are known", async () => {
  await assert.rejects(fetchData("mnist"), /data set "mnist" is not known; there are shd, ssc, shd-norm, ssc-norm/)
})

test("files are kept in the folder that XDG names, or one's own", () => {
  assert.equal(cacheFolder({ XDG_CACHE_HOME: "/tmp/cache" }), "/tmp/cache/spiketime")
  assert.equal(cacheFolder({ XDG_CACHE_HOME: "relative" }), join(homedir(), ".cache", "spiketime"))
  assert.equal(cacheFolder({}), join(homedir(), ".cache", "spiketime"))
  assert.equal(cacheFolder({ SPIKETIME_CACHE: "/data", XDG_CACHE_HOME: "/tmp/cache" }), "/data")
})
