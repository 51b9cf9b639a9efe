// @ts-ignore: decorator
@inline
function two(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at))
}
// @ts-ignore: decorator
@inline
function storeTwo(at: usize, x: v128): void {
  v128.store64_lane(at, f32x4.demote_f64x2_zero(x), 0)
}

/**
 * Moves `count` numbers (one more, where that is odd) by running means of their gradients and of these squared; in 64 bits, two at a time.
 *
 * @param shrink what is kept of a number
 * @param byMean steps along the mean, and along the gradient itself; `ofSquare` takes the bias out of the mean square
 * @param newToMean shares of what is new in the means
 */
export function moveByMoments(
  x: usize,
  gradients: usize,
  mean: usize,
  square: usize,
  count: i32,
  shrink: f64,
  byMean: f64,
  byGradient: f64,
  ofSquare: f64,
  newToMean: f64,
  newToSquare: f64,
  epsilon: f64,
): void {
  const shrink2 = f64x2.splat(shrink)
  const byMean2 = f64x2.splat(byMean)
  const byGradient2 = f64x2.splat(byGradient)
  const ofSquare2 = f64x2.splat(ofSquare)
  const newToMean2 = f64x2.splat(newToMean)
  const newToSquare2 = f64x2.splat(newToSquare)
  const epsilon2 = f64x2.splat(epsilon)
  for (let at: usize = 0; at < <usize>count << 2; at += 8) {
    const gradient = two(gradients + at)
    const oldMean = two(mean + at)
    const oldSquare = two(square + at)
    const m = f64x2.add(oldMean, f64x2.mul(newToMean2, f64x2.sub(gradient, oldMean)))
    const s = f64x2.add(oldSquare, f64x2.mul(newToSquare2, f64x2.sub(f64x2.mul(gradient, gradient), oldSquare)))
    storeTwo(mean + at, m)
    storeTwo(square + at, s)
    const along = f64x2.add(f64x2.mul(byMean2, m), f64x2.mul(byGradient2, gradient))
    const step = f64x2.div(along, f64x2.add(f64x2.sqrt(f64x2.mul(s, ofSquare2)), epsilon2))
    storeTwo(x + at, f64x2.sub(f64x2.mul(shrink2, two(x + at)), step))
  }
}
