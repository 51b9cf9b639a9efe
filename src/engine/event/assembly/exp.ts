// 2^x of four numbers at most 0, to about 2e-7 relative where the argument is small; 2^0 is exactly 1. Arguments are held at -66 (1e-20),
// so that no product of the result becomes denormal: WebAssembly cannot flush denormals, and they are slow.
import { constant, one4 } from "./constants"

// 2^x is 2^n, put together from bits, times a polynomial of x - n in [-1/2, 1/2] (minimax, 1 at 0).
// @ts-ignore: decorator
@inline
export function powerOfTwo4(x: v128): v128 {
  const held = f32x4.pmax(x, constant(3))
  const rounded = f32x4.add(held, constant(2))
  const r = f32x4.sub(held, f32x4.sub(rounded, constant(2)))
  let p = f32x4.add(f32x4.mul(constant(8), r), constant(7))
  p = f32x4.add(f32x4.mul(p, r), constant(6))
  p = f32x4.add(f32x4.mul(p, r), constant(5))
  p = f32x4.add(f32x4.mul(p, r), constant(4))
  p = f32x4.add(f32x4.mul(p, r), one4())
  return i32x4.add(p, i32x4.shl(rounded, 23))
}
