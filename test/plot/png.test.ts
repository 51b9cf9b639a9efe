import assert from "node:assert/strict"
import { test } from "node:test"
import { inflateSync } from "node:zlib"
import { png } from "../../src/plot/png.js"

/** The chunks of a PNG file by name. */
function chunks(file: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>()
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at)
    found.set(file.toString("latin1", at + 4, at + 8), file.subarray(at + 8, at + 8 + length))
    at += length + 12
  }
  return found
}

test("png keeps every pixel's opacity, line by line", () => {
  const parts = chunks(png(Uint8Array.of(0, 10, 20, 30, 40, 255), 3, 2, "#2f86e0"))
  assert.deepEqual([...parts.keys()], ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"])
  assert.deepEqual([...inflateSync(parts.get("IDAT")!)], [0, 0, 10, 20, 0, 30, 40, 255])
  assert.equal(parts.get("tRNS")![20], 20)
})

test("png has the size and the colour that it was given", () => {
  const parts = chunks(png(new Uint8Array(6), 3, 2, "#2f86e0"))
  assert.deepEqual([parts.get("IHDR")!.readUInt32BE(0), parts.get("IHDR")!.readUInt32BE(4)], [3, 2])
  assert.equal(parts.get("PLTE")!.toString("hex", 0, 3), "2f86e0")
})
