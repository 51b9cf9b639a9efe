import { crc32, deflateSync } from "node:zlib"

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/**
 * A PNG file of one colour whose opacity is given by pixel: rasters of spikes shrink to a few kilobytes so.
 *
 * @param opacity row-major, height x width, 0 to 255
 * @param colour as #rrggbb
 */
export function png(opacity: Uint8Array, width: number, height: number, colour: string): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8) // 8 bits, palette
  const rgb = Buffer.from(colour.slice(1), "hex")
  const palette = Buffer.concat(Array.from({ length: 256 }, () => rgb))
  const alpha = Uint8Array.from({ length: 256 }, (_, i) => i)
  const lines = Buffer.alloc((width + 1) * height) // each line starts with its filter: 0, none
  for (let y = 0; y < height; y++) lines.set(opacity.subarray(y * width, (y + 1) * width), y * (width + 1) + 1)
  const chunks = {
    IHDR: header,
    PLTE: palette,
    tRNS: alpha,
    IDAT: deflateSync(lines, { level: 9 }),
    IEND: Buffer.alloc(0),
  }
  return Buffer.concat([signature, ...Object.entries(chunks).map(([name, data]) => chunk(name, data))])
}

function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(crc32(body), body.length + 4)
  return out
}
