import { lookup3 } from "./lookup3.js"

/** A one-dimensional data set. */
export type Column =
  | { kind: "uint16"; values: Uint16Array }
  | { kind: "text"; values: readonly string[] }
  /** A list for each element; half floats by their bits. */
  | { kind: "uint16 lists" | "half-float lists"; values: readonly Uint16Array[] }

/** Groups by name, and the columns in them by name; the columns of "" lie in the root. */
export type Groups = Record<string, Record<string, Column>>

const UNDEFINED = new Uint8Array(8).fill(255)
/** Size from which a heap of lists is closed and another one opened. */
const HEAP = 1 << 20

/**
 * A file in the HDF5 format (superblock 2, object headers 2, contiguous data, lists in global heaps), as its specification 3.0 describes it.
 * h5wasm cannot write lists of variable length, which the SHD layout is made of.
 */
export function writeHdf5(groups: Groups): Uint8Array {
  const file = new Growing()
  file.reserve(48)
  const links: [string, number][] = []
  for (const [group, columns] of Object.entries(groups)) {
    const inside = Object.entries(columns).map(([name, column]): [string, number] => [name, writeColumn(file, column)])
    if (group === "") links.push(...inside)
    else links.push([group, writeGroup(file, inside)])
  }
  const root = writeGroup(file, links)
  const head = concat(
    [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 2, 8, 8, 0],
    u64(0),
    UNDEFINED,
    u64(file.length),
    u64(root),
  )
  file.put(0, concat(head, u32(lookup3(head))))
  return file.bytes()
}

function writeGroup(file: Growing, links: readonly [string, number][]): number {
  const encoder = new TextEncoder()
  const messages = [
    message(0x02, concat([0, 0], UNDEFINED, UNDEFINED)),
    message(0x0a, [0, 0]),
    ...links.map(([name, address]) => {
      const text = encoder.encode(name)
      return message(0x06, concat([1, 0, text.length], text, u64(address)))
    }),
  ]
  return writeHeader(file, messages)
}

function writeColumn(file: Growing, column: Column): number {
  const { type, data } = encoded(file, column)
  const address = file.append(data)
  return writeHeader(file, [
    message(0x01, concat([2, 1, 0, 1], u64(column.values.length))),
    message(0x03, type),
    message(0x05, [3, 0x0a]),
    message(0x08, concat([3, 1], data.length === 0 ? UNDEFINED : u64(address), u64(data.length))),
  ])
}

const UINT16 = concat([0x10, 0, 0, 0], u32(2), u16(0), u16(16))
const HALF = concat([0x11, 0x20, 15, 0], u32(2), u16(0), u16(16), [10, 5, 0, 10], u32(15))

function encoded(file: Growing, column: Column): { type: Uint8Array; data: Uint8Array } {
  if (column.kind === "uint16") return { type: UINT16, data: bytesOf(column.values) }
  if (column.kind === "text") {
    const texts = column.values.map((value) => new TextEncoder().encode(value))
    const size = texts.reduce((longest, text) => Math.max(longest, text.length), 1)
    const data = new Uint8Array(size * texts.length)
    texts.forEach((text, i) => {
      data.set(text, i * size)
    })
    // Padded with zeros, UTF-8.
    return { type: concat([0x13, 0x11, 0, 0], u32(size)), data }
  }
  const base = column.kind === "uint16 lists" ? UINT16 : HALF
  return { type: concat([0x19, 0, 0, 0], u32(16), base), data: writeLists(file, column.values) }
}

/** Puts lists into global heaps; returns the references to them: length, address of the heap, place in it. */
function writeLists(file: Growing, lists: readonly Uint16Array[]): Uint8Array {
  const references = new Uint8Array(16 * lists.length)
  let first = 0
  while (first < lists.length) {
    let size = 16
    let last = first
    for (; last < lists.length && size < HEAP && last - first < 60_000; last++) size += 16 + padded(lists[last])
    const objects = lists.slice(first, last).map((list, i) => {
      const object = new Uint8Array(16 + padded(list))
      object.set(concat(u16(i + 1), u16(1), u32(0), u64(list.byteLength)))
      object.set(bytesOf(list), 16)
      return object
    })
    // A heap has 4096 bytes at least; what is left of it is an object of number 0.
    const spare = Math.max(0, 4096 - size)
    if (spare >= 16) {
      const free = new Uint8Array(spare)
      free.set(concat(u16(0), u16(0), u32(0), u64(spare)))
      objects.push(free)
    } else if (spare > 0) objects.push(new Uint8Array(spare))
    const heap = file.append(concat([0x47, 0x43, 0x4f, 0x4c, 1, 0, 0, 0], u64(size + spare), ...objects))
    for (let i = first; i < last; i++) {
      if (lists[i].length > 0) references.set(concat(u32(lists[i].length), u64(heap), u32(i - first + 1)), 16 * i)
    }
    first = last
  }
  return references
}

const padded = (list: Uint16Array) => Math.ceil(list.byteLength / 8) * 8

function writeHeader(file: Growing, messages: readonly Uint8Array[]): number {
  const body = concat(...messages)
  const header = concat([0x4f, 0x48, 0x44, 0x52, 2, 2], u32(body.length), body)
  return file.append(concat(header, u32(lookup3(header))))
}

function message(type: number, data: ArrayLike<number>): Uint8Array {
  return concat([type], u16(data.length), [0], data)
}

/** Bytes that grow at the end; every piece begins at a multiple of eight. */
class Growing {
  #bytes = new Uint8Array(1 << 16)
  length = 0

  reserve(size: number): number {
    const address = this.length
    const end = Math.ceil((address + size) / 8) * 8
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(end, this.#bytes.length * 2))
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    this.length = end
    return address
  }

  append(data: Uint8Array): number {
    const address = this.reserve(data.length)
    this.put(address, data)
    return address
  }

  put(address: number, data: Uint8Array): void {
    this.#bytes.set(data, address)
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.length)
  }
}

function concat(...parts: readonly ArrayLike<number>[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function bytesOf(values: Uint16Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}

function u16(value: number): Uint8Array {
  return Uint8Array.of(value & 255, value >>> 8)
}

function u32(value: number): Uint8Array {
  return Uint8Array.of(value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24)
}

function u64(value: number): Uint8Array {
  return concat(u32(value >>> 0), u32(Math.floor(value / 2 ** 32)))
}
