// The gradient with respect to a lower population's spikes: DS = GI W^T, two steps x 16 neurons at a time.

/**
 * One lower block: `out[t] (+)= sum over upper neurons k of inputGradient[t][k] weights[k]`, for `steps` steps, an even number.
 * `inputGradient`: `uppers` neurons in blocks of `stride` bytes each, 64 bytes a step; `weights`: 64 bytes an upper neuron.
 */
export function product(
  inputGradient: usize, stride: usize, uppers: i32, weights: usize, steps: i32, out: usize, add: i32,
): void {
  for (let t = 0; t < steps; t += 2) {
    let a = f32x4.splat(0)
    let b = a
    let c = a
    let d = a
    let e = a
    let f = a
    let g = a
    let h = a
    let w = weights
    let block = inputGradient + (<usize>t << 6)
    for (let left = uppers; left > 0; left -= 16) {
      const end = block + (<usize>min(left, 16) << 2)
      for (let at = block; at < end; at += 4) {
        const x = v128.load32_splat(at)
        const y = v128.load32_splat(at, 64)
        const w0 = v128.load(w)
        const w1 = v128.load(w, 16)
        const w2 = v128.load(w, 32)
        const w3 = v128.load(w, 48)
        a = f32x4.add(a, f32x4.mul(x, w0))
        b = f32x4.add(b, f32x4.mul(x, w1))
        c = f32x4.add(c, f32x4.mul(x, w2))
        d = f32x4.add(d, f32x4.mul(x, w3))
        e = f32x4.add(e, f32x4.mul(y, w0))
        f = f32x4.add(f, f32x4.mul(y, w1))
        g = f32x4.add(g, f32x4.mul(y, w2))
        h = f32x4.add(h, f32x4.mul(y, w3))
        w += 64
      }
      block += stride
    }
    const at = out + (<usize>t << 6)
    if (add) {
      a = f32x4.add(a, v128.load(at))
      b = f32x4.add(b, v128.load(at, 16))
      c = f32x4.add(c, v128.load(at, 32))
      d = f32x4.add(d, v128.load(at, 48))
      e = f32x4.add(e, v128.load(at, 64))
      f = f32x4.add(f, v128.load(at, 80))
      g = f32x4.add(g, v128.load(at, 96))
      h = f32x4.add(h, v128.load(at, 112))
    }
    v128.store(at, a)
    v128.store(at, b, 16)
    v128.store(at, c, 32)
    v128.store(at, d, 48)
    v128.store(at, e, 64)
    v128.store(at, f, 80)
    v128.store(at, g, 96)
    v128.store(at, h, 112)
  }
}

/** target[i] += source[i], for a multiple of four numbers. */
export function addInto(target: usize, source: usize, count: i32): void {
  const end = target + (<usize>count << 2)
  for (; target < end; target += 16, source += 16) {
    v128.store(target, f32x4.add(v128.load(target), v128.load(source)))
  }
}
