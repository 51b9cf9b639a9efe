// Leaky integrate-and-fire with a synaptic current; equations in src/network/neurons/cuba-lif.ts. One block of 16 neurons.
import { sign4 } from "./constants"
import { leftOf, membrane, membraneGradient } from "./cuba-lif-step"
import { flush } from "./flush"
import { multiplyAdd } from "./multiply-add"
import { emit, finish, noteHalf } from "./surrogate"

// Half a block at a time: more would not fit in 16 registers.
// @ts-ignore: decorator
@inline
function forward(
  kind: i32, hard: bool, table: usize, block: usize, from: i32, to: i32, state: usize, masks: usize, stride: usize,
): void {
  const a = v128.load32_splat(table)
  const b = v128.load32_splat(table, 4)
  const theta = v128.load32_splat(table, 8)
  const fall = v128.load32_splat(table, 12)
  const breadth = v128.load32_splat(table, 16)
  const height = v128.load32_splat(table, 20)
  const sign = sign4()
  if (from == 0) memory.fill(state, 0, 128)
  for (let half: usize = 0; half < 64; half += 32) {
    let i0 = v128.load(state + half)
    let i1 = v128.load(state + half, 16)
    let u0 = v128.load(state + half, 64)
    let u1 = v128.load(state + half, 80)
    let s0 = f32x4.ge(u0, theta)
    let s1 = f32x4.ge(u1, theta)
    let io = block + half + (<usize>from << 6)
    let mask = masks + <usize>from * stride + (half >> 5)
    for (let t = from; t < to; t++) {
      i0 = f32x4.add(f32x4.mul(b, i0), v128.load(io))
      i1 = f32x4.add(f32x4.mul(b, i1), v128.load(io, 16))
      u0 = membrane(hard, a, u0, s0, fall, i0)
      u1 = membrane(hard, a, u1, s1, fall, i1)
      s0 = f32x4.ge(u0, theta)
      s1 = f32x4.ge(u1, theta)
      emit(kind, io, u0, s0, theta, breadth, height, sign)
      emit(kind, io + 16, u1, s1, theta, breadth, height, sign)
      if ((t & 7) == 0) {
        i0 = flush(i0)
        i1 = flush(i1)
        u0 = flush(u0)
        u1 = flush(u1)
      }
      noteHalf(mask, s0, s1)
      mask += stride
      io += 64
    }
    v128.store(state + half, i0)
    v128.store(state + half, i1, 16)
    v128.store(state + half, u0, 64)
    v128.store(state + half, u1, 80)
  }
  finish(kind, block, from, to, breadth, height, sign)
}

// One function a surrogate: V8 keeps the numbers of a small function in registers, not those of one that holds them all.
function exponential(hard: i32, table: usize, io: usize, from: i32, to: i32, state: usize, masks: usize, stride: usize): void {
  if (hard) forward(0, true, table, io, from, to, state, masks, stride)
  else forward(0, false, table, io, from, to, state, masks, stride)
}
function fastSigmoid(hard: i32, table: usize, io: usize, from: i32, to: i32, state: usize, masks: usize, stride: usize): void {
  if (hard) forward(1, true, table, io, from, to, state, masks, stride)
  else forward(1, false, table, io, from, to, state, masks, stride)
}
function arctangent(hard: i32, table: usize, io: usize, from: i32, to: i32, state: usize, masks: usize, stride: usize): void {
  if (hard) forward(2, true, table, io, from, to, state, masks, stride)
  else forward(2, false, table, io, from, to, state, masks, stride)
}
function triangle(hard: i32, table: usize, io: usize, from: i32, to: i32, state: usize, masks: usize, stride: usize): void {
  if (hard) forward(3, true, table, io, from, to, state, masks, stride)
  else forward(3, false, table, io, from, to, state, masks, stride)
}
function sigmoid(hard: i32, table: usize, io: usize, from: i32, to: i32, state: usize, masks: usize, stride: usize): void {
  if (hard) forward(4, true, table, io, from, to, state, masks, stride)
  else forward(4, false, table, io, from, to, state, masks, stride)
}
function rectangle(hard: i32, table: usize, io: usize, from: i32, to: i32, state: usize, masks: usize, stride: usize): void {
  if (hard) forward(5, true, table, io, from, to, state, masks, stride)
  else forward(5, false, table, io, from, to, state, masks, stride)
}
function straightThrough(hard: i32, table: usize, io: usize, from: i32, to: i32, state: usize, masks: usize, stride: usize): void {
  if (hard) forward(6, true, table, io, from, to, state, masks, stride)
  else forward(6, false, table, io, from, to, state, masks, stride)
}

/**
 * Input to surrogate derivatives and spikes, in place, 64 bytes a step, for steps from <= t < to; `state` (128 bytes) is carried from
 * one stretch to the next. `table`: what is left of membrane and current after a step, threshold, what a soft reset takes from the next
 * step, breadth and height of the surrogate (`emit`). `kind`: the surrogate; `masks`: 16 bits a step, `stride` bytes apart.
 */
export function cubaLifForward(
  kind: i32, hard: i32, table: usize, io: usize, from: i32, to: i32, state: usize, masks: usize, stride: usize,
): void {
  if (kind == 0) exponential(hard, table, io, from, to, state, masks, stride)
  else if (kind == 1) fastSigmoid(hard, table, io, from, to, state, masks, stride)
  else if (kind == 2) arctangent(hard, table, io, from, to, state, masks, stride)
  else if (kind == 3) triangle(hard, table, io, from, to, state, masks, stride)
  else if (kind == 4) sigmoid(hard, table, io, from, to, state, masks, stride)
  else if (kind == 5) rectangle(hard, table, io, from, to, state, masks, stride)
  else straightThrough(hard, table, io, from, to, state, masks, stride)
}

/**
 * Gradient with respect to spikes to that with respect to input, for steps from <= t < to, the last one first; `state` is carried to the
 * stretch before (it starts at the window's end, `steps`). `slopes`: surrogate derivative with the spike in its sign bit. No gradient
 * passes the reset; after a hard one none passes the membrane either.
 */
export function cubaLifBackward(
  slopes: usize, spikeGradient: usize, inputGradient: usize, from: i32, to: i32, steps: i32, state: usize,
  table: usize, hard: i32,
): void {
  const a = v128.load32_splat(table)
  const b = v128.load32_splat(table, 4)
  const cut = i32x4.splat(hard ? -1 : 0)
  const sign = sign4()
  if (to == steps) memory.fill(state, 0, 128)
  for (let half: usize = 0; half < 64; half += 32) {
    let u0 = v128.load(state + half)
    let u1 = v128.load(state + half, 16)
    let i0 = v128.load(state + half, 64)
    let i1 = v128.load(state + half, 80)
    for (let t = to - 1; t >= from; t--) {
      const at = half + (<usize>t << 6)
      const h0 = v128.load(slopes + at)
      const h1 = v128.load(slopes + at, 16)
      const a0 = leftOf(a, h0, cut)
      const a1 = leftOf(a, h1, cut)
      u0 = membraneGradient(h0, sign, v128.load(spikeGradient + at), a0, u0)
      u1 = membraneGradient(h1, sign, v128.load(spikeGradient + at, 16), a1, u1)
      i0 = multiplyAdd(u0, b, i0)
      i1 = multiplyAdd(u1, b, i1)
      if ((t & 7) == 0) {
        i0 = flush(i0)
        i1 = flush(i1)
        u0 = flush(u0)
        u1 = flush(u1)
      }
      v128.store(inputGradient + at, i0)
      v128.store(inputGradient + at, i1, 16)
    }
    v128.store(state + half, u0)
    v128.store(state + half, u1, 16)
    v128.store(state + half, i0, 64)
    v128.store(state + half, i1, 80)
  }
}
