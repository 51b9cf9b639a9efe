/** Numbers of 32 bits with a shape, row by row. */
export interface Tensor {
  readonly shape: readonly number[]
  readonly values: Float32Array
}

/** What a safetensors file holds: tensors by name, and text by name. */
export interface TensorFile {
  readonly tensors: ReadonlyMap<string, Tensor>
  readonly metadata: { readonly [name: string]: string }
}

/** How the header describes a tensor. */
interface Entry {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly data_offsets: readonly [number, number]
}

/**
 * Bytes of a safetensors file: the header's length (8 bytes), the header (JSON: each tensor's type, shape and place), then the numbers.
 * Little-endian, as the format asks; see https://github.com/huggingface/safetensors.
 */
export function encodeTensors({ tensors, metadata }: TensorFile): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata }
  let end = 0
  for (const [name, { shape, values }] of tensors) {
    const start = end
    end += values.byteLength
    header[name] = { dtype: "F32", shape, data_offsets: [start, end] } satisfies Entry
  }
  const text = JSON.stringify(header)
  const unpadded = new TextEncoder().encode(text)
  // the numbers begin at a multiple of 8, so that they can be mapped into memory
  const head = 8 + 8 * Math.ceil(unpadded.length / 8)
  const bytes = new Uint8Array(head + end).fill(0x20, 8, head)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(head - 8), true)
  bytes.set(unpadded, 8)
  let at = head
  for (const { values } of tensors.values()) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at)
    at += values.byteLength
  }
  return bytes
}

/**
 * Reads a safetensors file of 32-bit numbers.
 *
 * @param path for the error messages
 * @throws Error when it is none, is cut short, or holds numbers of another kind
 */
export function decodeTensors(bytes: Uint8Array, path: string): TensorFile {
  const size = bytes.length
  if (size === 0) throw new Error(`${path}: the file is empty.`)
  if (size < 10 || bytes[8] !== 0x7b) {
    throw new Error(`${path}: this is no safetensors file (its first bytes say so); give one that saveNetwork() wrote.`)
  }
  const headerLength = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true))
  const start = 8 + headerLength
  if (start > size) throw cutShort(path, start, size)
  const header = parseHeader(bytes.subarray(8, start), path)
  const { __metadata__: metadata = {}, ...entries } = header as Record<string, Entry> & {
    __metadata__?: Record<string, string>
  }
  const needed = Object.values(entries).reduce((most, { data_offsets }) => Math.max(most, data_offsets?.[1] ?? 0), 0)
  if (start + needed > size) throw cutShort(path, start + needed, size)
  const tensors = new Map<string, Tensor>()
  for (const [name, entry] of Object.entries(entries)) tensors.set(name, readTensor(bytes, start, name, entry, path))
  return { tensors, metadata }
}

function readTensor(bytes: Uint8Array, start: number, name: string, entry: Entry, path: string): Tensor {
  const { dtype, shape, data_offsets: place } = entry
  if (!Array.isArray(shape) || !Array.isArray(place)) throw damaged(path, `the entry of "${name}" is incomplete`)
  if (dtype !== "F32") throw new Error(`${path}: "${name}" holds numbers of type ${dtype}; only F32 is read.`)
  const expected = 4 * shape.reduce((product, n) => product * n, 1)
  const [from, to] = place
  if (!(from >= 0 && to - from === expected)) {
    throw damaged(path, `"${name}" of shape [${shape}] has ${to - from} bytes and needs ${expected}`)
  }
  // a copy: inside the file the numbers need not lie at a multiple of 4
  const values = new Float32Array(expected / 4)
  new Uint8Array(values.buffer).set(bytes.subarray(start + from, start + to))
  return { shape, values }
}

function parseHeader(bytes: Uint8Array, path: string): object {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as object
  } catch {
    throw damaged(path, "its header cannot be read")
  }
}

const cutShort = (path: string, needed: number, size: number): Error =>
  new Error(`${path}: the file is cut short (${size} of ${needed} bytes); copy it again, or load an earlier one.`)

const damaged = (path: string, what: string): Error =>
  new Error(`${path}: the file is damaged: ${what}; copy it again, or load an earlier one.`)
