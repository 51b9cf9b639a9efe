import { createHash } from "node:crypto"
import type { SplitOptions } from "../datasets/index.js"
import type { SpikeDataset } from "../spikes/index.js"

/**
 * A short hash of a data set's spikes and labels: part of the configuration under which a result is kept. Who spoke is no part of it: see
 * {@link originOf}.
 */
export const fingerprint = (data: SpikeDataset): string =>
  hashed([data.offsets, data.times, data.units, data.labels], `${data.unitCount} ${data.steps} ${data.dt}`)

/** What else a result depends on where samples are parted by their speaker or their file; nothing, where by position or lot. */
export function originOf({ speakers, sources }: SpikeDataset, by: SplitOptions["by"]): { readonly origin?: string } {
  const origin = by === "speaker" ? speakers : by === "file" ? sources : undefined
  return origin ? { origin: hashed([origin]) } : {}
}

function hashed(parts: readonly NodeJS.TypedArray[], rest = ""): string {
  const hash = createHash("sha256")
  for (const { buffer, byteOffset, byteLength } of parts) hash.update(new Uint8Array(buffer, byteOffset, byteLength))
  return hash.update(rest).digest("hex").slice(0, 16)
}
