// Axonal delays: the gradient comes back by the way the spike went, and moves the delay by SLAYER's difference, or by that
// of the step ahead.

/**
 * One block of 16 source neurons. `arrived`: gradient with respect to the delayed spikes, 64 bytes a step.
 * Writes (or adds to) `out[t] = arrived[t + delay]` for steps from <= t < to, 0 where that lies past the window of `steps`. `delays`: 16
 * numbers.
 */
export function unshift(
  arrived: usize, delays: usize, from: i32, to: i32, steps: i32, out: usize, add: i32,
): void {
  out += <usize>from << 6
  const stop = out + (<usize>(to - from) << 6)
  for (let j: usize = 0; j < 64; j += 4) {
    const delay = load<i32>(delays + j)
    let at = arrived + (<usize>(from + delay) << 6) + j
    let place = out + j
    const end = place + (<usize>max(min(to, steps - delay) - from, 0) << 6)
    if (add) {
      for (; place < end; place += 64, at += 64) store<f32>(place, load<f32>(place) + load<f32>(at))
    } else {
      for (; place < end; place += 64, at += 64) store<f32>(place, load<f32>(at))
      for (; place < stop; place += 64) store<f32>(place, 0)
    }
  }
}

/**
 * d loss / d delay = sum over delayed spikes of g(t + ahead) - g(t + ahead - 1), g being the gradient with respect to the delayed spikes;
 * `ahead`: 0 or 1.
 * `arrived`: blocks of `stride` bytes.
 */
export function delayGradient(
  rows: usize, offsets: usize, steps: i32, arrived: usize, stride: usize, ahead: i32, gradient: usize,
): void {
  let end = load<i32>(offsets)
  for (let t = 0; t < steps; t++) {
    let k = end
    end = load<i32>(offsets + (<usize>(t + 1) << 2))
    for (; k < end; k++) {
      const unit = <usize>load<u32>(rows + (<usize>k << 2)) >> 6
      const here = t + ahead
      const at = arrived + (unit >> 4) * stride + (<usize>here << 6) + ((unit & 15) << 2)
      const before: f32 = here > 0 ? load<f32>(at - 64) : 0
      const now: f32 = here < steps ? load<f32>(at) : 0
      const place = gradient + (unit << 2)
      store<f32>(place, load<f32>(place) + (now - before))
    }
  }
}

/**
 * The same for a source that needs no gradient of its own (the data): one upper block at a time, from its input gradient and weights,
 * so that nothing is worked out where no spike arrives.
 */
export function delayGradientAtSpikes(
  rows: usize, offsets: usize, steps: i32, inputGradient: usize, weights: usize, ahead: i32, gradient: usize,
): void {
  let end = load<i32>(offsets)
  const none = f32x4.splat(0)
  let a = ahead ? v128.load(inputGradient) : none
  let b = ahead ? v128.load(inputGradient, 16) : none
  let c = ahead ? v128.load(inputGradient, 32) : none
  let d = ahead ? v128.load(inputGradient, 48) : none
  for (let t = 0; t < steps; t++) {
    const at = inputGradient + (<usize>(t + ahead) << 6)
    const inside = t + ahead < steps
    const a1 = inside ? v128.load(at) : none
    const b1 = inside ? v128.load(at, 16) : none
    const c1 = inside ? v128.load(at, 32) : none
    const d1 = inside ? v128.load(at, 48) : none
    let k = end
    end = load<i32>(offsets + (<usize>(t + 1) << 2))
    for (; k < end; k++) {
      const row = <usize>load<u32>(rows + (<usize>k << 2))
      const w = weights + row
      let sum = f32x4.mul(f32x4.sub(a1, a), v128.load(w))
      sum = f32x4.add(sum, f32x4.mul(f32x4.sub(b1, b), v128.load(w, 16)))
      sum = f32x4.add(sum, f32x4.mul(f32x4.sub(c1, c), v128.load(w, 32)))
      sum = f32x4.add(sum, f32x4.mul(f32x4.sub(d1, d), v128.load(w, 48)))
      const place = gradient + (row >> 4)
      const total = f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3)
      store<f32>(place, load<f32>(place) + total)
    }
    a = a1
    b = b1
    c = c1
    d = d1
  }
}
