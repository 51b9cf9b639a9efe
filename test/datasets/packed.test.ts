import assert from "node:assert/strict"
import { test } from "node:test"
import { brotliCompressSync } from "node:zlib"
import fc from "fast-check"
import { type Packed, pack, unpack } from "../../src/datasets/spoken-digits/packed.js"
import { fromSamples, type SpikeDataset } from "../../src/spikes/index.js"
import { spikeDatasets } from "../spikes/arbitrary.js"

function packed(data: SpikeDataset): Packed {
  const { steps, unitCount, offsets, times, units } = data
  const voices = Uint8Array.from(data.labels, (_, s) => (7 * s) % 30)
  return { steps, unitCount, offsets, times, units, labels: Uint8Array.from(data.labels), voices }
}

test("recordings come out as they were packed", () => {
  fc.assert(
    fc.property(spikeDatasets, (data) => {
      const before = packed(data)
      assert.deepEqual(unpack(pack(before), "x"), before)
    }),
  )
})

test("spikes far apart are packed, too", () => {
  const data = fromSamples([{ times: [0, 199], units: [0, 699] }], {
    labels: Uint16Array.of(0),
    classNames: ["a"],
    unitCount: 700,
    steps: 200,
    dt: 7,
  })
  assert.deepEqual(unpack(pack(packed(data)), "x"), packed(data))
})

test("other bytes are refused by name", () => {
  assert.throws(
    () => unpack(Uint8Array.of(1, 2, 3), "spikes.br"),
    /spikes\.br: the recordings cannot be unpacked; install the package again/,
  )
  assert.throws(
    () => unpack(brotliCompressSync(new Uint8Array(64)), "spikes.br"),
    /spikes\.br: these are no packed recordings/,
  )
})
