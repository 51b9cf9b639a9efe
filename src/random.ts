/** A stream of random numbers that is the same on every machine. */
export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  uniform(): number
  /** Uniform integer in [0, n). */
  integer(n: number): number
  /** Standard normal. */
  normal(): number
  /** Poisson with mean `mean` (inversion; meant for small means). */
  poisson(mean: number): number
  /** Shuffles in place and returns its argument. */
  shuffle<T extends { [index: number]: number | string; length: number }>(values: T): T
}

/**
 * xoshiro128** seeded through splitmix32. Further `keys` give independent streams of one seed
 * (sample 7 of seed 1 is `random(1, 7)`), so that results do not depend on the order of work.
 *
 * @throws RangeError when a seed is not a whole number
 */
export function random(seed: number, ...keys: number[]): Random {
  const state = new Uint32Array(4)
  let mix = 0
  const next32 = () => {
    mix = (mix + 0x9e3779b9) >>> 0
    let z = mix
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return (z ^ (z >>> 15)) >>> 0
  }
  for (const key of [seed, ...keys]) {
    if (!Number.isSafeInteger(key)) throw new RangeError(`seed is ${key}; give a whole number.`)
    mix = (next32() ^ (key >>> 0) ^ Math.imul(Math.floor(key / 2 ** 32), 0x85ebca6b)) >>> 0
  }
  for (let i = 0; i < 4; i++) state[i] = next32()

  // Four plain variables: a typed array, taken apart at each draw, is four times slower.
  let [a, b, c, d] = state
  const draw = (): number => {
    const scrambled = Math.imul(b, 5)
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0
    const e = c ^ a
    const f = d ^ b
    const shifted = b << 9
    b ^= e
    a ^= f
    c = e ^ shifted
    d = (f << 11) | (f >>> 21)
    return result
  }
  const uniform = () => draw() / 2 ** 32
  const integer = (n: number) => Math.floor(uniform() * n)
  return {
    uniform,
    integer,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    poisson(mean) {
      let product = uniform()
      let count = 0
      for (const limit = Math.exp(-mean); product > limit; count++) product *= uniform()
      return count
    },
    shuffle(values) {
      for (let i = values.length - 1; i > 0; i--) {
        const j = integer(i + 1)
        const held = values[i]
        values[i] = values[j]
        values[j] = held
      }
      return values
    },
  }
}
