import { createHash } from "node:crypto"
import type { SpikeDataset } from "../spikes/index.js"

/** A short hash of a data set's spikes and labels: part of the configuration under which a result is kept. */
export function fingerprint(data: SpikeDataset): string {
  const hash = createHash("sha256")
  for (const { buffer, byteOffset, byteLength } of [data.offsets, data.times, data.units, data.labels]) {
    hash.update(new Uint8Array(buffer, byteOffset, byteLength))
  }
  return hash.update(`${data.unitCount} ${data.steps} ${data.dt}`).digest("hex").slice(0, 16)
}
