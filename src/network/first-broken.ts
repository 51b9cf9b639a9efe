/** Place of the first number that is not finite; -1 where all are. */
export const firstBroken = (values: Float32Array): number =>
  allFinite(values) ? -1 : values.findIndex((value) => !Number.isFinite(value))

/** A number times 0 is 0 if it is finite. In four sums, which need not wait for each other. */
function allFinite(values: Float32Array): boolean {
  let [a, b, c, d] = [0, 0, 0, 0]
  const whole = values.length & ~3
  for (let i = 0; i < whole; i += 4) {
    a += values[i] * 0
    b += values[i + 1] * 0
    c += values[i + 2] * 0
    d += values[i + 3] * 0
  }
  for (let i = whole; i < values.length; i++) a += values[i] * 0
  return a + b + c + d === 0
}
