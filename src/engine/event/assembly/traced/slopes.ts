// The second pass over a block of traced neurons: potentials to surrogate derivatives with the spike in the sign bit.
import { sign4 } from "../constants"
import { emit, finish, noteSpikes } from "../surrogate"
import { breadthPlace, heightPlace, thetaPlace } from "./table"

// @ts-ignore: decorator
@inline
function slopes(kind: i32, table: usize, block: usize, from: i32, to: i32): void {
  const theta = v128.load32_splat(table + thetaPlace)
  const breadth = v128.load32_splat(table + breadthPlace)
  const height = v128.load32_splat(table + heightPlace)
  const sign = sign4()
  const end = block + (<usize>to << 6)
  for (let io = block + (<usize>from << 6); io < end; io += 16) {
    const u = v128.load(io)
    emit(kind, io, u, f32x4.ge(u, theta), theta, breadth, height, sign)
  }
  finish(kind, block, from, to, breadth, height, sign)
}

// One function a surrogate: V8 keeps the numbers of a small function in registers, not those of one that holds them all.
function exponential(table: usize, io: usize, from: i32, to: i32): void {
  slopes(0, table, io, from, to)
}
function fastSigmoid(table: usize, io: usize, from: i32, to: i32): void {
  slopes(1, table, io, from, to)
}
function arctangent(table: usize, io: usize, from: i32, to: i32): void {
  slopes(2, table, io, from, to)
}
function triangle(table: usize, io: usize, from: i32, to: i32): void {
  slopes(3, table, io, from, to)
}
function sigmoid(table: usize, io: usize, from: i32, to: i32): void {
  slopes(4, table, io, from, to)
}
function rectangle(table: usize, io: usize, from: i32, to: i32): void {
  slopes(5, table, io, from, to)
}
function straightThrough(table: usize, io: usize, from: i32, to: i32): void {
  slopes(6, table, io, from, to)
}

/** In place, 64 bytes a step, for steps from <= t < to. `kind`: the surrogate; `masks`: 16 bits a step, `stride` bytes apart. */
export function tracedSlopes(kind: i32, table: usize, io: usize, from: i32, to: i32, masks: usize, stride: usize): void {
  if (kind == 0) exponential(table, io, from, to)
  else if (kind == 1) fastSigmoid(table, io, from, to)
  else if (kind == 2) arctangent(table, io, from, to)
  else if (kind == 3) triangle(table, io, from, to)
  else if (kind == 4) sigmoid(table, io, from, to)
  else if (kind == 5) rectangle(table, io, from, to)
  else straightThrough(table, io, from, to)
  noteSpikes(io, from, to, masks, stride)
}
