// A single step of cuba-lif.ts for all blocks of four samples, which lie behind each other, [block][sample][16]: what is constant is read
// once a step, not once a block. States, 128 bytes a block and sample, are those of cuba-lif.ts.
import { sign4 } from "./constants"
import { leftOf, membrane, membraneGradient } from "./cuba-lif-step"
import { flush } from "./flush"
import { multiplyAdd } from "./multiply-add"
import { emit, finish, noteHalf } from "./surrogate"

// @ts-ignore: decorator
@inline
function forward(kind: i32, hard: bool, table: usize, row: usize, blocks: i32, state: usize, masks: usize, apart: usize, t: i32): void {
  const a = v128.load32_splat(table)
  const b = v128.load32_splat(table, 4)
  const theta = v128.load32_splat(table, 8)
  const fall = v128.load32_splat(table, 12)
  const breadth = v128.load32_splat(table, 16)
  const height = v128.load32_splat(table, 20)
  const sign = sign4()
  const flushing = (t & 7) == 0
  let io = row
  for (const end = masks + (<usize>blocks << 1); masks < end; masks += 2) {
    let mask = masks
    for (let lane = 0; lane < 4; lane++, mask += apart, state += 128, io += 64) {
      for (let half: usize = 0; half < 64; half += 32) {
        const at = io + half
        const own = state + half
        let u0 = v128.load(own, 64)
        let u1 = v128.load(own, 80)
        const s0 = f32x4.ge(u0, theta)
        const s1 = f32x4.ge(u1, theta)
        let i0 = f32x4.add(f32x4.mul(b, v128.load(own)), v128.load(at))
        let i1 = f32x4.add(f32x4.mul(b, v128.load(own, 16)), v128.load(at, 16))
        u0 = membrane(hard, a, u0, s0, fall, i0)
        u1 = membrane(hard, a, u1, s1, fall, i1)
        const f0 = f32x4.ge(u0, theta)
        const f1 = f32x4.ge(u1, theta)
        emit(kind, at, u0, f0, theta, breadth, height, sign)
        emit(kind, at + 16, u1, f1, theta, breadth, height, sign)
        noteHalf(mask + (half >> 5), f0, f1)
        if (flushing) {
          i0 = flush(i0)
          i1 = flush(i1)
          u0 = flush(u0)
          u1 = flush(u1)
        }
        v128.store(own, i0)
        v128.store(own, i1, 16)
        v128.store(own, u0, 64)
        v128.store(own, u1, 80)
      }
    }
  }
  finish(kind, row, 0, blocks << 2, breadth, height, sign)
}

// One function a surrogate, as in cuba-lif.ts.
function exponential(hard: i32, table: usize, row: usize, blocks: i32, state: usize, masks: usize, apart: usize, t: i32): void {
  if (hard) forward(0, true, table, row, blocks, state, masks, apart, t)
  else forward(0, false, table, row, blocks, state, masks, apart, t)
}
function fastSigmoid(hard: i32, table: usize, row: usize, blocks: i32, state: usize, masks: usize, apart: usize, t: i32): void {
  if (hard) forward(1, true, table, row, blocks, state, masks, apart, t)
  else forward(1, false, table, row, blocks, state, masks, apart, t)
}
function arctangent(hard: i32, table: usize, row: usize, blocks: i32, state: usize, masks: usize, apart: usize, t: i32): void {
  if (hard) forward(2, true, table, row, blocks, state, masks, apart, t)
  else forward(2, false, table, row, blocks, state, masks, apart, t)
}
function triangle(hard: i32, table: usize, row: usize, blocks: i32, state: usize, masks: usize, apart: usize, t: i32): void {
  if (hard) forward(3, true, table, row, blocks, state, masks, apart, t)
  else forward(3, false, table, row, blocks, state, masks, apart, t)
}
function sigmoid(hard: i32, table: usize, row: usize, blocks: i32, state: usize, masks: usize, apart: usize, t: i32): void {
  if (hard) forward(4, true, table, row, blocks, state, masks, apart, t)
  else forward(4, false, table, row, blocks, state, masks, apart, t)
}
function rectangle(hard: i32, table: usize, row: usize, blocks: i32, state: usize, masks: usize, apart: usize, t: i32): void {
  if (hard) forward(5, true, table, row, blocks, state, masks, apart, t)
  else forward(5, false, table, row, blocks, state, masks, apart, t)
}
function straightThrough(hard: i32, table: usize, row: usize, blocks: i32, state: usize, masks: usize, apart: usize, t: i32): void {
  if (hard) forward(6, true, table, row, blocks, state, masks, apart, t)
  else forward(6, false, table, row, blocks, state, masks, apart, t)
}

/** Step t of `cubaLifForward`, in place in a row; the masks of further samples lie `apart` bytes behind each other. */
export function forwardRow(
  kind: i32, hard: i32, table: usize, row: usize, blocks: i32, state: usize, masks: usize, apart: usize, t: i32,
): void {
  if (kind == 0) exponential(hard, table, row, blocks, state, masks, apart, t)
  else if (kind == 1) fastSigmoid(hard, table, row, blocks, state, masks, apart, t)
  else if (kind == 2) arctangent(hard, table, row, blocks, state, masks, apart, t)
  else if (kind == 3) triangle(hard, table, row, blocks, state, masks, apart, t)
  else if (kind == 4) sigmoid(hard, table, row, blocks, state, masks, apart, t)
  else if (kind == 5) rectangle(hard, table, row, blocks, state, masks, apart, t)
  else straightThrough(hard, table, row, blocks, state, masks, apart, t)
}

/** Step t of `cubaLifBackward`, for `count` times 16 neurons. */
export function backwardRow(
  hard: i32, table: usize, slopes: usize, spikeGradient: usize, inputGradient: usize, count: i32, state: usize, t: i32,
): void {
  const a = v128.load32_splat(table)
  const b = v128.load32_splat(table, 4)
  const cut = i32x4.splat(hard ? -1 : 0)
  const sign = sign4()
  const flushing = (t & 7) == 0
  for (const end = state + (<usize>count << 7); state < end; state += 128) {
    for (let half: usize = 0; half < 64; half += 32) {
      const own = state + half
      const h0 = v128.load(slopes + half)
      const h1 = v128.load(slopes + half, 16)
      const a0 = leftOf(a, h0, cut)
      const a1 = leftOf(a, h1, cut)
      const g0 = v128.load(spikeGradient + half)
      const g1 = v128.load(spikeGradient + half, 16)
      let u0 = membraneGradient(h0, sign, g0, a0, v128.load(own))
      let u1 = membraneGradient(h1, sign, g1, a1, v128.load(own, 16))
      let i0 = multiplyAdd(u0, b, v128.load(own, 64))
      let i1 = multiplyAdd(u1, b, v128.load(own, 80))
      if (flushing) {
        i0 = flush(i0)
        i1 = flush(i1)
        u0 = flush(u0)
        u1 = flush(u1)
      }
      v128.store(inputGradient + half, i0)
      v128.store(inputGradient + half, i1, 16)
      v128.store(own, u0)
      v128.store(own, u1, 16)
      v128.store(own, i0, 64)
      v128.store(own, i1, 80)
    }
    slopes += 64
    spikeGradient += 64
    inputGradient += 64
  }
}
