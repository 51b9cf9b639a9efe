// Leaky integrate-and-fire that adapts; equations in src/network/neurons/adaptive-lif.ts. One block of 16 neurons.
import { sign4 } from "./constants"
import { flushStates } from "./flush"
import { emit, finish, noteSpikes } from "./surrogate"

// All four quarters of a block take a step before any takes the next: each waits for its own last step, and four wait no longer than one.
// @ts-ignore: decorator
@inline
function forward(
  kind: i32, table: usize, block: usize, from: i32, to: i32, state: usize, masks: usize, stride: usize,
): void {
  const a = v128.load32_splat(table)
  const b = v128.load32_splat(table, 4)
  const theta = v128.load32_splat(table, 8)
  const fall = v128.load32_splat(table, 12)
  const breadth = v128.load32_splat(table, 16)
  const height = v128.load32_splat(table, 20)
  const outward = v128.load32_splat(table, 24)
  const raised = v128.load32_splat(table, 28)
  const coupling = v128.load32_splat(table, 32)
  const jump = v128.load32_splat(table, 36)
  const cut = i32x4.splat(load<f32>(table, 40) != 0 ? -1 : 0)
  const sign = sign4()
  if (from == 0) memory.fill(state, 0, 128)
  let io = block + (<usize>from << 6)
  for (let t = from; t < to; t++, io += 64) {
    for (let quarter: usize = 0; quarter < 64; quarter += 16) {
      const own = state + quarter
      let w = v128.load(own, 64)
      const u = f32x4.sub(
        f32x4.add(f32x4.mul(a, v128.load(own)), v128.load(io + quarter)), f32x4.mul(outward, w),
      )
      const over = f32x4.sub(u, f32x4.mul(raised, w))
      const s = f32x4.ge(over, theta)
      const v = f32x4.sub(v128.andnot(u, v128.and(s, cut)), v128.and(s, fall))
      w = f32x4.add(f32x4.add(f32x4.mul(b, w), f32x4.mul(coupling, v)), v128.and(s, jump))
      v128.store(own, v)
      v128.store(own, w, 64)
      emit(kind, io + quarter, over, s, theta, breadth, height, sign)
    }
    if ((t & 7) == 0) flushStates(state)
  }
  noteSpikes(block, from, to, masks, stride)
  finish(kind, block, from, to, breadth, height, sign)
}

// One function a surrogate: V8 keeps the numbers of a small function in registers, not those of one that holds them all.
function exponential(table: usize, io: usize, from: i32, to: i32, state: usize, masks: usize, stride: usize): void {
  forward(0, table, io, from, to, state, masks, stride)
}
function fastSigmoid(table: usize, io: usize, from: i32, to: i32, state: usize, masks: usize, stride: usize): void {
  forward(1, table, io, from, to, state, masks, stride)
}
function arctangent(table: usize, io: usize, from: i32, to: i32, state: usize, masks: usize, stride: usize): void {
  forward(2, table, io, from, to, state, masks, stride)
}
function triangle(table: usize, io: usize, from: i32, to: i32, state: usize, masks: usize, stride: usize): void {
  forward(3, table, io, from, to, state, masks, stride)
}
function sigmoid(table: usize, io: usize, from: i32, to: i32, state: usize, masks: usize, stride: usize): void {
  forward(4, table, io, from, to, state, masks, stride)
}
function rectangle(table: usize, io: usize, from: i32, to: i32, state: usize, masks: usize, stride: usize): void {
  forward(5, table, io, from, to, state, masks, stride)
}
function straightThrough(table: usize, io: usize, from: i32, to: i32, state: usize, masks: usize, stride: usize): void {
  forward(6, table, io, from, to, state, masks, stride)
}

/**
 * Input to surrogate derivatives and spikes, in place, 64 bytes a step, for steps from <= t < to; `state` (128 bytes) is carried from
 * one stretch to the next. `table`: what is left of membrane and adaptation after a step, threshold, what a soft reset takes, breadth and
 * height of the surrogate (`emit`), what adaptation takes from the membrane and adds to the threshold, its coupling and jump, 1 for a hard
 * reset. `kind`: the surrogate; `masks`: 16 bits a step, `stride` bytes apart.
 */
export function adaptiveLifForward(
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

/**
 * Gradient with respect to spikes to that with respect to input, for steps from <= t < to, the last one first; `state` (128 bytes) is
 * carried to the stretch before (it starts at the window's end, `steps`). With h the surrogate derivative and gw, gu from the step after:
 *
 *   gy = h (gs + jump gw);  gv = a gu + coupling gw;  gu = gy + gv (0 after a hard reset);  gw = b gw - outward gu - raised gy
 */
export function adaptiveLifBackward(
  slopes: usize, spikeGradient: usize, inputGradient: usize, from: i32, to: i32, steps: i32, state: usize, table: usize,
): void {
  const a = v128.load32_splat(table)
  const b = v128.load32_splat(table, 4)
  const outward = v128.load32_splat(table, 24)
  const raised = v128.load32_splat(table, 28)
  const coupling = v128.load32_splat(table, 32)
  const jump = v128.load32_splat(table, 36)
  const cut = i32x4.splat(load<f32>(table, 40) != 0 ? -1 : 0)
  const sign = sign4()
  if (to == steps) memory.fill(state, 0, 128)
  for (let t = to - 1; t >= from; t--) {
    for (let quarter: usize = 0; quarter < 64; quarter += 16) {
      const own = state + quarter
      const at = quarter + (<usize>t << 6)
      let w = v128.load(own, 64)
      const h = v128.load(slopes + at)
      const over = f32x4.mul(v128.andnot(h, sign), f32x4.add(v128.load(spikeGradient + at), f32x4.mul(jump, w)))
      const v = f32x4.add(f32x4.mul(a, v128.load(own)), f32x4.mul(coupling, w))
      const u = f32x4.add(over, v128.andnot(v, v128.and(i32x4.shr_s(h, 31), cut)))
      w = f32x4.sub(f32x4.sub(f32x4.mul(b, w), f32x4.mul(outward, u)), f32x4.mul(raised, over))
      v128.store(own, u)
      v128.store(own, w, 64)
      v128.store(inputGradient + at, u)
    }
    if ((t & 7) == 0) flushStates(state)
  }
}
