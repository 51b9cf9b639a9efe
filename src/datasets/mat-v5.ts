import { inflateSync } from "node:zlib"

/** A numeric array of a MATLAB file; column-major. */
export interface MatArray {
  dimensions: number[]
  data: MatData
}

export type MatData =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array

const COMPRESSED = 15
const MATRIX = 14

/** Types of MATLAB's elements that hold numbers. */
const ARRAYS: Record<number, { new (buffer: ArrayBuffer): MatData }> = {
  1: Int8Array,
  2: Uint8Array,
  3: Int16Array,
  4: Uint16Array,
  5: Int32Array,
  6: Uint32Array,
  7: Float32Array,
  9: Float64Array,
  12: BigInt64Array,
  13: BigUint64Array,
}

/** Whether bytes begin as a MATLAB file of version 5 does. */
export function isMatV5(head: Uint8Array): boolean {
  return head.length >= 128 && new TextDecoder("latin1").decode(head.subarray(0, 10)) === "MATLAB 5.0"
}

/**
 * The numeric arrays of a MATLAB file of version 5 (little-endian, plain or compressed), by name, without nested arrays.
 *
 * @param path for error messages
 * @param wanted names; other arrays are passed over
 * @throws Error when the file is something else, cut short, or holds no such array
 */
export function readMatV5<Name extends string>(
  bytes: Uint8Array,
  path: string,
  wanted: readonly Name[],
): Record<Name, MatArray> {
  if (!isMatV5(bytes)) throw new Error(`${path}: this is not a MATLAB file of version 5.`)
  if (bytes[126] !== 0x49)
    throw new Error(`${path}: big-endian MATLAB files are not read; save it again on this machine.`)
  const found: Partial<Record<string, MatArray>> = {}
  for (let at = 128; at < bytes.length; ) {
    const element = elementAt(bytes, at, path)
    at = element.end
    const matrix = element.type === COMPRESSED ? elementAt(inflated(element.data, path), 0, path) : element
    if (matrix.type !== MATRIX) continue
    const { name, array } = matrixOf(matrix.data, path, wanted)
    if (array) found[name] = array
  }
  for (const name of wanted) {
    if (!found[name]) throw new Error(`${path}: there is no numeric array ${name} in it.`)
  }
  return found as Record<Name, MatArray>
}

function inflated(data: Uint8Array, path: string): Uint8Array {
  try {
    return inflateSync(data)
  } catch (error) {
    throw new Error(`${path}: a compressed array cannot be read (${(error as Error).message}); copy the file again.`)
  }
}

interface Element {
  type: number
  data: Uint8Array
  end: number
}

function elementAt(bytes: Uint8Array, at: number, path: string): Element {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const short = () => new Error(`${path}: the file is cut short at byte ${at}; copy or download it again.`)
  if (at + 8 > bytes.length) throw short()
  const first = view.getUint32(at, true)
  // Up to four bytes of data stand in the tag itself, their number in its upper half.
  if (first >>> 16 !== 0) {
    return { type: first & 0xffff, data: bytes.subarray(at + 4, at + 4 + (first >>> 16)), end: at + 8 }
  }
  const size = view.getUint32(at + 4, true)
  if (at + 8 + size > bytes.length) throw short()
  const padded = first === COMPRESSED ? size : Math.ceil(size / 8) * 8
  return { type: first, data: bytes.subarray(at + 8, at + 8 + size), end: at + 8 + padded }
}

function matrixOf(bytes: Uint8Array, path: string, wanted: readonly string[]): { name: string; array?: MatArray } {
  const flags = elementAt(bytes, 0, path)
  const sizes = elementAt(bytes, flags.end, path)
  const title = elementAt(bytes, sizes.end, path)
  const name = new TextDecoder("latin1").decode(title.data)
  if (!wanted.includes(name)) return { name }
  const values = elementAt(bytes, title.end, path)
  const kind = ARRAYS[values.type]
  if (!kind) throw new Error(`${path}: ${name} is no numeric array.`)
  const dimensions = Array.from(new Int32Array(aligned(sizes.data)))
  const data = kind === Uint8Array ? values.data : new kind(aligned(values.data))
  const length = dimensions.reduce((a, b) => a * b, 1)
  if (data.length !== length) {
    throw new Error(`${path}: ${name} has ${data.length} values and the size ${dimensions.join(" x ")}.`)
  }
  return { name, array: { dimensions, data } }
}

function aligned(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer
}
