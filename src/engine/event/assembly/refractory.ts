// Threshold and refractory response of the spike response model, behind the filter of its input (alpha.ts, filter.ts). Equations in
// src/network/neurons/srm-alpha.ts. One block of 16 neurons, 64 bytes a step.
import { one4, sign4 } from "./constants"
import { flush } from "./flush"
import { emit, finish, noteHalf } from "./surrogate"

// Half a block at a time: more would not fit in 16 registers.
// @ts-ignore: decorator
@inline
function respond(
  kind: i32, table: usize, block: usize, from: i32, to: i32, state: usize, masks: usize, stride: usize,
): void {
  const b = v128.load32_splat(table)
  const c = v128.load32_splat(table, 4)
  const theta = v128.load32_splat(table, 8)
  const breadth = v128.load32_splat(table, 12)
  const tall = v128.load32_splat(table, 16)
  const length = <i32>load<f32>(table, 20)
  const decay = load<f32>(table)
  const one = one4()
  const sign = sign4()
  // not Mathf.pow: its table would be static data at the start of the memory, where the engine's own numbers lie
  let rest: f32 = 1
  for (let k = 0; k < length && rest > 1e-30; k++) rest *= decay
  const restP = f32x4.splat(rest)
  const restQ = f32x4.splat(<f32>length * rest)
  const back = <usize>length << 6
  if (from == 0) memory.fill(state, 0, 128)
  for (let half: usize = 0; half < 64; half += 32) {
    let p0 = v128.load(state + half)
    let p1 = v128.load(state + half, 16)
    let q0 = v128.load(state + half, 64)
    let q1 = v128.load(state + half, 80)
    let io = block + half + (<usize>from << 6)
    let mask = masks + <usize>from * stride + (half >> 5)
    for (let t = from; t < to; t++) {
      q0 = f32x4.mul(b, f32x4.add(q0, p0))
      q1 = f32x4.mul(b, f32x4.add(q1, p1))
      p0 = f32x4.mul(b, p0)
      p1 = f32x4.mul(b, p1)
      if (t >= length) {
        // what a spike still does when the response is cut; it stands in the sign bit
        const o0 = i32x4.shr_s(v128.load(io - back), 31)
        const o1 = i32x4.shr_s(v128.load(io - back, 16), 31)
        q0 = f32x4.sub(q0, v128.and(o0, restQ))
        q1 = f32x4.sub(q1, v128.and(o1, restQ))
        p0 = f32x4.sub(p0, v128.and(o0, restP))
        p1 = f32x4.sub(p1, v128.and(o1, restP))
      }
      const u0 = f32x4.sub(v128.load(io), f32x4.mul(c, q0))
      const u1 = f32x4.sub(v128.load(io, 16), f32x4.mul(c, q1))
      const s0 = f32x4.ge(u0, theta)
      const s1 = f32x4.ge(u1, theta)
      p0 = f32x4.add(p0, v128.and(s0, one))
      p1 = f32x4.add(p1, v128.and(s1, one))
      emit(kind, io, u0, s0, theta, breadth, tall, sign)
      emit(kind, io + 16, u1, s1, theta, breadth, tall, sign)
      if ((t & 7) == 0) {
        p0 = flush(p0)
        p1 = flush(p1)
        q0 = flush(q0)
        q1 = flush(q1)
      }
      noteHalf(mask, s0, s1)
      mask += stride
      io += 64
    }
    v128.store(state + half, p0)
    v128.store(state + half, p1, 16)
    v128.store(state + half, q0, 64)
    v128.store(state + half, q1, 80)
  }
  finish(kind, block, from, to, breadth, tall, sign)
}

// One function a surrogate: V8 keeps the numbers of a small function in registers, not those of one that holds them all.
function exponential(table: usize, block: usize, from: i32, to: i32, state: usize, masks: usize, stride: usize): void {
  respond(0, table, block, from, to, state, masks, stride)
}
function fastSigmoid(table: usize, block: usize, from: i32, to: i32, state: usize, masks: usize, stride: usize): void {
  respond(1, table, block, from, to, state, masks, stride)
}
function arctangent(table: usize, block: usize, from: i32, to: i32, state: usize, masks: usize, stride: usize): void {
  respond(2, table, block, from, to, state, masks, stride)
}
function triangle(table: usize, block: usize, from: i32, to: i32, state: usize, masks: usize, stride: usize): void {
  respond(3, table, block, from, to, state, masks, stride)
}
function sigmoid(table: usize, block: usize, from: i32, to: i32, state: usize, masks: usize, stride: usize): void {
  respond(4, table, block, from, to, state, masks, stride)
}
function rectangle(table: usize, block: usize, from: i32, to: i32, state: usize, masks: usize, stride: usize): void {
  respond(5, table, block, from, to, state, masks, stride)
}
function straightThrough(table: usize, block: usize, from: i32, to: i32, state: usize, masks: usize, stride: usize): void {
  respond(6, table, block, from, to, state, masks, stride)
}

/**
 * Post-synaptic potential to surrogate derivatives and spikes, in place: u(t) -= height r(t), with r the alpha response to the neuron's
 * own spikes before t, cut after `length` steps, for steps from <= t < to; `state` (128 bytes) is carried from one stretch to the next.
 * `table`: decay a step, height, threshold, breadth and height of the surrogate (`emit`), length. `kind`: the surrogate; `masks`: 16 bits a step,
 * `stride` bytes apart.
 */
export function refractory(
  kind: i32, table: usize, io: usize, from: i32, to: i32, state: usize, masks: usize, stride: usize,
): void {
  if (kind == 0) exponential(table, io, from, to, state, masks, stride)
  else if (kind == 1) fastSigmoid(table, io, from, to, state, masks, stride)
  else if (kind == 2) arctangent(table, io, from, to, state, masks, stride)
  else if (kind == 3) triangle(table, io, from, to, state, masks, stride)
  else if (kind == 4) sigmoid(table, io, from, to, state, masks, stride)
  else if (kind == 5) rectangle(table, io, from, to, state, masks, stride)
  else straightThrough(table, io, from, to, state, masks, stride)
}

/** Gradient of the spikes to that of the membrane, in place, for steps from <= t < to: times the surrogate derivative. */
export function membraneGradient(slopes: usize, gradient: usize, from: i32, to: i32): void {
  const end = <usize>to << 6
  const sign = sign4()
  for (let at = <usize>from << 6; at < end; at += 16) {
    v128.store(gradient + at, f32x4.mul(v128.andnot(v128.load(slopes + at), sign), v128.load(gradient + at)))
  }
}
