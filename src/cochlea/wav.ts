/** A sound: one channel of samples in [-1, 1]. */
export interface Sound {
  samples: Float64Array
  /** Hz. */
  sampleRate: number
}

/**
 * Reads a WAV file of 8, 16, 24 or 32 bits or floats; several channels are averaged.
 * @param name for error messages
 * @throws Error when it is no WAV file, cut short, or compressed
 */
export function readWav(bytes: Uint8Array, name = "wav"): Sound {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const text = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4))
  if (bytes.length < 12 || text(0) !== "RIFF" || text(8) !== "WAVE") {
    throw new Error(`${name}: this is not a WAV file.`)
  }
  let format: { kind: number; channels: number; sampleRate: number; bits: number } | undefined
  for (let at = 12; at + 8 <= bytes.length; ) {
    const id = text(at)
    const start = at + 8
    // Engines that write to a pipe do not know the length; then the sound goes on to the end.
    const size = Math.min(view.getUint32(at + 4, true), bytes.length - start)
    if (id === "fmt " && size >= 16) {
      let kind = view.getUint16(start, true)
      if (kind === 0xfffe && size >= 26) kind = view.getUint16(start + 24, true)
      format = {
        kind,
        channels: view.getUint16(start + 2, true),
        sampleRate: view.getUint32(start + 4, true),
        bits: view.getUint16(start + 14, true),
      }
    }
    if (id === "data" && format) {
      const { channels, sampleRate, bits } = format
      const read = reader(view, format.kind, bits)
      if (!read || channels === 0 || sampleRate === 0) {
        throw new Error(`${name}: WAV format ${format.kind} of ${bits} bits is not known; convert it to 16-bit PCM.`)
      }
      const frame = (bits / 8) * channels
      const samples = Float64Array.from({ length: Math.floor(size / frame) }, (_, n) => {
        let sum = 0
        for (let c = 0; c < channels; c++) sum += read(start + n * frame + (c * bits) / 8)
        return sum / channels
      })
      return { samples, sampleRate }
    }
    at = start + size + (size & 1)
  }
  throw new Error(`${name}: the WAV file has no ${format ? "sound" : "format"} in it; it is cut short.`)
}

function reader(view: DataView, kind: number, bits: number): ((at: number) => number) | undefined {
  if (kind === 3 && bits === 32) return (at) => view.getFloat32(at, true)
  if (kind === 3 && bits === 64) return (at) => view.getFloat64(at, true)
  if (kind !== 1) return undefined
  if (bits === 8) return (at) => (view.getUint8(at) - 128) / 128
  if (bits === 16) return (at) => view.getInt16(at, true) / 2 ** 15
  if (bits === 24) return (at) => (view.getInt16(at + 1, true) * 256 + view.getUint8(at)) / 2 ** 23
  if (bits === 32) return (at) => view.getInt32(at, true) / 2 ** 31
  return undefined
}
