// exp(x) of four numbers at most 0, to about 1e-7 relative. Arguments are held at -46 (1e-20), so that no product
// of the result becomes denormal: WebAssembly cannot flush denormals, and they are slow.

// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  const clamped = f32x4.max(x, f32x4.splat(-46))
  const n = f32x4.nearest(f32x4.mul(clamped, f32x4.splat(1.4426950408889634)))
  // x - n ln 2 in two parts, so that the product is exact
  let r = f32x4.sub(clamped, f32x4.mul(n, f32x4.splat(0.693145751953125)))
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(1.4286068203094172e-6)))
  let p = f32x4.splat(1.0 / 720)
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 120))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 24))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 6))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.5))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1))
  const exponent = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23)
  return f32x4.mul(p, exponent)
}
