// A population that hears itself a step later, of four samples side by side. What a step needs of all samples lies together: for a few
// steps at a time slopes and gradients are brought into rows of [block][sample][16], which are what product.ts takes for four steps of a
// block; from where the samples keep them, each step would wait for its lines of memory.
import { addToOne, addToTwo } from "./add-rows"
import { collect } from "./events"
import { fastProduct, quantise } from "./fast-product"
import { backwardRow, forwardRow } from "./loop-cuba-lif"
import { bringTogether, takeApart } from "./loop-rows"
import { product } from "./product"
import { liveSlopes, sparseProduct } from "./sparse-product"

/** What stays the same, written by src/engine/event/cycles/loop-runner.ts in this order. */
@unmanaged
class Loop {
  /** Bytes from what belongs to a sample to what belongs to the next. */
  apart: usize
  size: i32
  blocks: i32
  /** Bytes from block to block of slopes, and of gradients. */
  stride: usize
  gradientStride: usize
  /** The neuron: its surrogate, whether it resets to 0, and its numbers. */
  surrogate: i32
  hard: i32
  table: usize
  slopes: usize
  masks: usize
  words: i32
  rows: usize
  at: usize
  offsets: usize
  /** Weights of the way back to itself, as for `accumulate`, `product` and `fastProduct`. */
  weights: usize
  transposed: usize
  pairs: usize
  worth: usize
  gradientBound: usize
  gradient: usize
  scales: usize
  /** Share of 64 derivatives of four samples' block that are not zero, below which only their products are worked out; 0: never. */
  sparse: i32
  sparseFast: i32
  /** States of the neurons (128 bytes a block and sample), then the row of input gradients of the step that was gone back through last. */
  states: usize
  /** Three times as many rows as steps are brought together, and one more. */
  room: usize
}

/** Steps that are brought together. */
const together: i32 = 16

/** Bytes of a row; rows would else push each other out of the first cache. */
// @ts-ignore: decorator
@inline
function rowBytes(loop: Loop): usize {
  return (<usize>loop.blocks << 8) + 64
}

/**
 * Input from elsewhere to slopes and spikes, as `cubaLifForward`, for steps from <= t < to of the first `samples` samples: adds what their own
 * spikes of the step before bring.
 */
export function loopForward(at: usize, samples: i32, from: i32, to: i32): void {
  const loop = changetype<Loop>(at)
  const row = rowBytes(loop)
  const room = loop.room
  if (from == 0) memory.fill(loop.states, 0, <usize>loop.blocks << 9)
  for (let first = from; first < to; first += together) {
    const end = min(to, first + together)
    bringTogether(loop.slopes, loop.apart, loop.stride, loop.blocks, samples, first, end, room, row)
    let here = room
    for (let t = first; t < end; t++, here += row) {
      if (t > 0) hearLast(loop, samples, t, here)
      const masks = loop.masks + <usize>t * (<usize>loop.words << 3)
      forwardRow(loop.surrogate, loop.hard, loop.table, here, loop.blocks, loop.states, masks, loop.apart, t)
      for (let lane: usize = 0; lane < <usize>samples; lane++) {
        const beside = lane * loop.apart
        collect(loop.masks + beside, t, t + 1, loop.words, loop.rows + beside, loop.at + beside, loop.offsets + beside)
      }
    }
    takeApart(room, row, loop.slopes, loop.apart, loop.stride, loop.blocks, samples, first, end)
  }
}

/**
 * Gradient with respect to spikes to that with respect to input, as `cubaLifBackward`, for steps from <= t < to: adds to the former what comes
 * back from the input of the step after. `fast`: in 16-bit integers.
 */
export function loopBackward(
  at: usize, fast: i32, samples: i32, spikeGradient: usize, inputGradient: usize, from: i32, to: i32, steps: i32,
): void {
  const loop = changetype<Loop>(at)
  const blocks = loop.blocks
  const row = rowBytes(loop)
  const slopes = loop.room
  const gradients = slopes + row * together
  const out = gradients + row * together
  const last = loop.states + (<usize>blocks << 9)
  if (to == steps) memory.fill(loop.states, 0, <usize>blocks << 9)
  for (let end = to; end > from; ) {
    // so that stretches end where they end in a backward pass from the window's end
    const first = max(from, (end - 1) & ~(together - 1))
    bringTogether(loop.slopes, loop.apart, loop.stride, blocks, samples, first, end, slopes, row)
    bringTogether(spikeGradient, loop.apart, loop.gradientStride, blocks, samples, first, end, gradients, row)
    for (let t = end - 1; t >= first; t--) {
      const place = <usize>(t - first) * row
      const behind = t + 1 < end ? out + place + row : last
      if (t + 1 < steps) passBack(loop, fast, behind, slopes + place, gradients + place)
      backwardRow(loop.hard, loop.table, slopes + place, gradients + place, out + place, blocks << 2, loop.states, t)
    }
    memory.copy(last, out, row)
    takeApart(out, row, inputGradient, loop.apart, loop.gradientStride, blocks, samples, first, end)
    end = first
  }
}

/** Adds what comes back from a row of input gradients to the gradients of the spikes of the step before. */
function passBack(loop: Loop, fast: i32, inputGradient: usize, slopes: usize, out: usize): void {
  const blocks = loop.blocks
  const numbers = <usize>blocks << 8
  const most = fast ? loop.sparseFast : loop.sparse
  if (fast) quantise(inputGradient, 256, blocks, 4, 64, load<f32>(loop.gradientBound), loop.gradient, loop.scales)
  for (let block: usize = 0; block < <usize>blocks; block++, slopes += 256, out += 256) {
    if (most && liveSlopes(slopes, 4) <= most) {
      const lanes = min(16, loop.size - (<i32>block << 4))
      sparseProduct(slopes, inputGradient, 256, blocks, loop.weights + (block << 10), <usize>loop.size << 6, 4, lanes, out, 1)
    } else if (fast) {
      const words = blocks << 3
      const pairs = loop.pairs + (block * numbers << 1)
      fastProduct(loop.gradient, loop.scales, words, (loop.size + 1) >> 1, pairs, loop.worth + (block << 6), 4, 64, out, 1)
    } else product(inputGradient, 256, loop.size, loop.transposed + (block * numbers << 2), 4, out, 1)
  }
}

/** Adds what the spikes of step t - 1 bring to a row. */
function hearLast(loop: Loop, samples: i32, t: i32, row: usize): void {
  const stride = <usize>loop.size << 6
  for (let lane: usize = 0; lane < <usize>samples; lane++, row += 64) {
    const offsets = loop.offsets + lane * loop.apart + (<usize>t << 2)
    const rows = loop.rows + lane * loop.apart
    const start = rows + (<usize>load<u32>(offsets - 4) << 2)
    const stop = rows + (<usize>load<u32>(offsets) << 2)
    if (start == stop) continue
    let weights = loop.weights
    let input = row
    let block = 0
    for (; block + 2 <= loop.blocks; block += 2, weights += stride << 1, input += 512) {
      addToTwo(start, stop, weights, weights + stride, input, input + 256)
    }
    if (block < loop.blocks) addToOne(start, stop, weights, input)
  }
}
