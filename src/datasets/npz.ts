import { inflateRawSync } from "node:zlib"

/** A NumPy array of numbers. */
export interface NpyArray {
  shape: number[]
  data: ArrayLike<number | bigint>
}

/** Kinds of NumPy's numbers (little-endian) and what holds them here. */
const KINDS: Record<string, { new (buffer: ArrayBuffer): ArrayLike<number | bigint> }> = {
  "|b1": Uint8Array,
  "|u1": Uint8Array,
  "|i1": Int8Array,
  "<u2": Uint16Array,
  "<i2": Int16Array,
  "<u4": Uint32Array,
  "<i4": Int32Array,
  "<u8": BigUint64Array,
  "<i8": BigInt64Array,
  "<f4": Float32Array,
  "<f8": Float64Array,
}

/**
 * The numeric arrays of an .npz file (numpy.savez, compressed or not) by name.
 *
 * @param path for error messages
 * @throws Error when the file is something else, cut short, or an array is not of plain numbers
 */
export function readNpz(bytes: Uint8Array, path: string): Record<string, NpyArray> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = endOfDirectory(view)
  if (end < 0) throw new Error(`${path}: this is no .npz file, or it is cut short.`)
  const arrays: Record<string, NpyArray> = {}
  let at = view.getUint32(end + 16, true)
  for (let entry = 0; entry < view.getUint16(end + 10, true); entry++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50)
      throw new Error(`${path}: its directory is damaged.`)
    const method = view.getUint16(at + 10, true)
    const size = view.getUint32(at + 20, true)
    const nameLength = view.getUint16(at + 28, true)
    const local = view.getUint32(at + 42, true)
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength))
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
    const stored = bytes.subarray(start, start + size)
    if (method !== 0 && method !== 8) throw new Error(`${path}: ${name} is compressed in an unknown way.`)
    arrays[name.replace(/\.npy$/, "")] = readNpy(method === 8 ? inflateRawSync(stored) : stored, `${path}: ${name}`)
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return arrays
}

/** Where the record stands that ends a ZIP file, or -1. */
function endOfDirectory(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 65_557); at--) {
    if (view.getUint32(at, true) === 0x06054b50) return at
  }
  return -1
}

function readNpy(bytes: Uint8Array, name: string): NpyArray {
  if (bytes.length < 12 || bytes[0] !== 0x93 || new TextDecoder().decode(bytes.subarray(1, 6)) !== "NUMPY") {
    throw new Error(`${name} is no NumPy array.`)
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [from, length] = bytes[6] === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)]
  const header = new TextDecoder("latin1").decode(bytes.subarray(from, from + length))
  const kind = /'descr':\s*'([^']+)'/.exec(header)?.[1] ?? ""
  const shape = [.../'shape':\s*\(([^)]*)\)/.exec(header)![1].matchAll(/\d+/g)].map(Number)
  const make = KINDS[kind]
  if (!make) throw new Error(`${name} holds ${kind || "objects"}; save plain numbers (integers or floats).`)
  if (shape.length > 1 && /'fortran_order':\s*True/.test(header)) {
    throw new Error(`${name} is stored column by column; save numpy.ascontiguousarray of it.`)
  }
  return { shape, data: new make(Uint8Array.from(bytes.subarray(from + length)).buffer) }
}
