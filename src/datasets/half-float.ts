/** The value of every half float (IEEE 754 binary16), by its bits. */
const VALUES = Float32Array.from({ length: 65536 }, (_, bits) => {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction ? Number.NaN : sign * Infinity
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
})

/** Half floats as single floats, exactly. */
export function halfFloats(bits: Uint16Array): Float32Array {
  const values = new Float32Array(bits.length)
  for (let i = 0; i < bits.length; i++) values[i] = VALUES[bits[i]]
  return values
}

const single = new Float32Array(1)
const bitsOfSingle = new Uint32Array(single.buffer)

/** Bits of the nearest half floats (ties to even). */
export function toHalfFloats(values: ArrayLike<number>): Uint16Array {
  return Uint16Array.from(values, (value) => {
    single[0] = value
    const bits = bitsOfSingle[0]
    const sign = (bits >>> 16) & 0x8000
    const size = Math.abs(single[0])
    if (Number.isNaN(value)) return 0x7e00
    if (size >= 65520) return sign | 0x7c00
    // Below the smallest normal number, halves are whole multiples of 2^-24.
    if (size < 2 ** -14) return sign | roundToEven(size * 2 ** 24)
    const exponent = ((bits >>> 23) & 255) - 127
    return sign | (((exponent + 15) << 10) + roundToEven((size / 2 ** exponent - 1) * 1024))
  })
}

function roundToEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor
}
