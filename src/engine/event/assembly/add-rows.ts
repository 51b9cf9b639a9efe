// The weighted input of a single step: the sum of the rows of weights from <= k < stop, in one block or two.

// Two blocks at a time: the loop's end, which the processor guesses wrong, then comes half as often.
export function addToTwo(k: usize, stop: usize, weights: usize, further: usize, input: usize, beside: usize): void {
  let a = v128.load(input)
  let b = v128.load(input, 16)
  let c = v128.load(input, 32)
  let d = v128.load(input, 48)
  let e = v128.load(beside)
  let f = v128.load(beside, 16)
  let g = v128.load(beside, 32)
  let h = v128.load(beside, 48)
  for (; k < stop; k += 4) {
    const row = <usize>load<u32>(k)
    const one = weights + row
    a = f32x4.add(a, v128.load(one))
    b = f32x4.add(b, v128.load(one, 16))
    c = f32x4.add(c, v128.load(one, 32))
    d = f32x4.add(d, v128.load(one, 48))
    const two = further + row
    e = f32x4.add(e, v128.load(two))
    f = f32x4.add(f, v128.load(two, 16))
    g = f32x4.add(g, v128.load(two, 32))
    h = f32x4.add(h, v128.load(two, 48))
  }
  v128.store(input, a)
  v128.store(input, b, 16)
  v128.store(input, c, 32)
  v128.store(input, d, 48)
  v128.store(beside, e)
  v128.store(beside, f, 16)
  v128.store(beside, g, 32)
  v128.store(beside, h, 48)
}

export function addToOne(k: usize, stop: usize, weights: usize, input: usize): void {
  let a = v128.load(input)
  let b = v128.load(input, 16)
  let c = v128.load(input, 32)
  let d = v128.load(input, 48)
  for (; k < stop; k += 4) {
    const one = weights + load<u32>(k)
    a = f32x4.add(a, v128.load(one))
    b = f32x4.add(b, v128.load(one, 16))
    c = f32x4.add(c, v128.load(one, 32))
    d = f32x4.add(d, v128.load(one, 48))
  }
  v128.store(input, a)
  v128.store(input, b, 16)
  v128.store(input, c, 32)
  v128.store(input, d, 48)
}
