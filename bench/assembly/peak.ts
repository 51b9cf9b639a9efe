// What a processor's core can do with vectors of 128 bits: loops of one kind of operation each, on as many numbers as hide how long one takes.

/** Multiplications joined with additions: 10 a turn. */
export function multiplyAdds(turns: i32): f32 {
  const x = v128.load(64)
  let a = v128.load(0)
  let b = a
  let c = a
  let d = a
  let e = a
  let f = a
  let g = a
  let h = a
  let i = a
  let j = a
  for (; turns > 0; turns--) {
    a = f32x4.relaxed_madd(x, x, a)
    b = f32x4.relaxed_madd(x, x, b)
    c = f32x4.relaxed_madd(x, x, c)
    d = f32x4.relaxed_madd(x, x, d)
    e = f32x4.relaxed_madd(x, x, e)
    f = f32x4.relaxed_madd(x, x, f)
    g = f32x4.relaxed_madd(x, x, g)
    h = f32x4.relaxed_madd(x, x, h)
    i = f32x4.relaxed_madd(x, x, i)
    j = f32x4.relaxed_madd(x, x, j)
  }
  return first(joined(joined(joined(a, b), joined(c, d)), joined(joined(joined(e, f), joined(g, h)), joined(i, j))))
}

/** Eight products of 16-bit integers and their sums, added to others: 8 a turn, as the fast product has them. */
export function dots(turns: i32): f32 {
  const x = v128.load(64)
  let a = v128.load(0)
  let b = a
  let c = a
  let d = a
  let e = a
  let f = a
  let g = a
  let h = a
  for (let w: usize = 128; turns > 0; turns--, w ^= 32) {
    const y = v128.load(w)
    const z = v128.load(w, 16)
    a = i32x4.add(a, i32x4.dot_i16x8_s(x, y))
    b = i32x4.add(b, i32x4.dot_i16x8_s(x, z))
    c = i32x4.add(c, i32x4.dot_i16x8_s(y, y))
    d = i32x4.add(d, i32x4.dot_i16x8_s(y, z))
    e = i32x4.add(e, i32x4.dot_i16x8_s(z, y))
    f = i32x4.add(f, i32x4.dot_i16x8_s(z, z))
    g = i32x4.add(g, i32x4.dot_i16x8_s(y, x))
    h = i32x4.add(h, i32x4.dot_i16x8_s(z, x))
  }
  return first(joined(joined(joined(a, b), joined(c, d)), joined(joined(e, f), joined(g, h))))
}

/** Divisions: 8 a turn. */
export function divisions(turns: i32): f32 {
  const x = v128.load(64)
  let a = v128.load(0)
  let b = a
  let c = a
  let d = a
  let e = a
  let f = a
  let g = a
  let h = a
  for (; turns > 0; turns--) {
    a = f32x4.div(x, a)
    b = f32x4.div(x, b)
    c = f32x4.div(x, c)
    d = f32x4.div(x, d)
    e = f32x4.div(x, e)
    f = f32x4.div(x, f)
    g = f32x4.div(x, g)
    h = f32x4.div(x, h)
  }
  return first(joined(joined(joined(a, b), joined(c, d)), joined(joined(e, f), joined(g, h))))
}

/** Loads from the nearest cache: 8 a turn. */
export function loads(turns: i32): f32 {
  const at: usize = 256
  let a = v128.load(0)
  let b = a
  let c = a
  let d = a
  for (let near = at; turns > 0; turns--, near ^= 128) {
    a = v128.xor(a, v128.load(near))
    b = v128.xor(b, v128.load(near, 16))
    c = v128.xor(c, v128.load(near, 32))
    d = v128.xor(d, v128.load(near, 48))
    a = v128.xor(a, v128.load(near, 64))
    b = v128.xor(b, v128.load(near, 80))
    c = v128.xor(c, v128.load(near, 96))
    d = v128.xor(d, v128.load(near, 112))
  }
  return first(joined(joined(a, b), joined(c, d)))
}

/** Stores to the nearest cache: 8 a turn. */
export function stores(turns: i32): f32 {
  const a = v128.load(0)
  for (let near: usize = 512; turns > 0; turns--, near ^= 128) {
    v128.store(near, a)
    v128.store(near, a, 16)
    v128.store(near, a, 32)
    v128.store(near, a, 48)
    v128.store(near, a, 64)
    v128.store(near, a, 80)
    v128.store(near, a, 96)
    v128.store(near, a, 112)
  }
  return first(a)
}

// @ts-ignore: decorator
@inline
function joined(a: v128, b: v128): v128 {
  return v128.xor(a, b)
}

// @ts-ignore: decorator
@inline
function first(a: v128): f32 {
  return f32x4.extract_lane(a, 0)
}
