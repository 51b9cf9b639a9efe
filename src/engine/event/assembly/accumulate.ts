// Input of one block of 16 neurons: for each step the sum of the weight rows of the spikes that arrive.

/** `input[t] (+)= sum of weights[row]` over the rows delivered at step t; `weights` is one block, 64 bytes a source. */
export function accumulate(rows: usize, offsets: usize, steps: i32, weights: usize, input: usize, add: i32): void {
  let end = load<i32>(offsets)
  for (let t = 0; t < steps; t++) {
    let a = f32x4.splat(0)
    let b = a
    let c = a
    let d = a
    const at = input + (<usize>t << 6)
    if (add) {
      a = v128.load(at)
      b = v128.load(at, 16)
      c = v128.load(at, 32)
      d = v128.load(at, 48)
    }
    let k = end
    end = load<i32>(offsets + (<usize>(t + 1) << 2))
    for (; k < end; k++) {
      const row = weights + load<u32>(rows + (<usize>k << 2))
      a = f32x4.add(a, v128.load(row))
      b = f32x4.add(b, v128.load(row, 16))
      c = f32x4.add(c, v128.load(row, 32))
      d = f32x4.add(d, v128.load(row, 48))
    }
    v128.store(at, a)
    v128.store(at, b, 16)
    v128.store(at, c, 32)
    v128.store(at, d, 48)
  }
}

/** `gradient[row] += input gradient at step t` for every row delivered in the window: the transpose of `accumulate`. */
export function weightGradient(rows: usize, offsets: usize, steps: i32, inputGradient: usize, gradient: usize): void {
  let end = load<i32>(offsets)
  for (let t = 0; t < steps; t++) {
    const at = inputGradient + (<usize>t << 6)
    const a = v128.load(at)
    const b = v128.load(at, 16)
    const c = v128.load(at, 32)
    const d = v128.load(at, 48)
    let k = end
    end = load<i32>(offsets + (<usize>(t + 1) << 2))
    for (; k < end; k++) {
      const row = gradient + load<u32>(rows + (<usize>k << 2))
      v128.store(row, f32x4.add(v128.load(row), a))
      v128.store(row, f32x4.add(v128.load(row, 16), b), 16)
      v128.store(row, f32x4.add(v128.load(row, 32), c), 32)
      v128.store(row, f32x4.add(v128.load(row, 48), d), 48)
    }
  }
}
