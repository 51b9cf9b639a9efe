/** Bob Jenkins' hash lookup3 (hashlittle, from 0): the checksum of HDF5's metadata. */
export function lookup3(bytes: Uint8Array): number {
  let a = (0xdeadbeef + bytes.length) | 0
  let b = a
  let c = a
  const word = (at: number) => {
    let value = 0
    for (let i = 0; i < 4 && at + i < bytes.length; i++) value |= bytes[at + i] << (8 * i)
    return value
  }
  const turn = (value: number, by: number) => (value << by) | (value >>> (32 - by))
  let at = 0
  for (; bytes.length - at > 12; at += 12) {
    a = (a + word(at)) | 0
    b = (b + word(at + 4)) | 0
    c = (c + word(at + 8)) | 0
    a = ((a - c) | 0) ^ turn(c, 4)
    c = (c + b) | 0
    b = ((b - a) | 0) ^ turn(a, 6)
    a = (a + c) | 0
    c = ((c - b) | 0) ^ turn(b, 8)
    b = (b + a) | 0
    a = ((a - c) | 0) ^ turn(c, 16)
    c = (c + b) | 0
    b = ((b - a) | 0) ^ turn(a, 19)
    a = (a + c) | 0
    c = ((c - b) | 0) ^ turn(b, 4)
    b = (b + a) | 0
  }
  if (at === bytes.length) return c >>> 0
  a = (a + word(at)) | 0
  b = (b + word(at + 4)) | 0
  c = (c + word(at + 8)) | 0
  c = ((c ^ b) - turn(b, 14)) | 0
  a = ((a ^ c) - turn(c, 11)) | 0
  b = ((b ^ a) - turn(a, 25)) | 0
  c = ((c ^ b) - turn(b, 16)) | 0
  a = ((a ^ c) - turn(c, 4)) | 0
  b = ((b ^ a) - turn(a, 14)) | 0
  c = ((c ^ b) - turn(b, 24)) | 0
  return c >>> 0
}
