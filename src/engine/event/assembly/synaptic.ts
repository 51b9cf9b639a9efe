// Synaptic delays: one a pair, so that a spike arrives at each target in a step of its own. Tables as in held.ts, laid out as the weights:
// [target block][source][16], a row's shares behind each other ([target block][source][share][16]).

/** One target block: `input[t + at + r] += share[r] weight` of each pair, for the spikes begin <= k < end of a list. */
export function synapticForward(
  rows: usize, at: usize, begin: i32, end: i32, steps: i32, weights: usize,
  ats: usize, shares: usize, count: i32, input: usize,
): void {
  for (let k = <usize>begin << 2; k < <usize>end << 2; k += 4) {
    const row = <usize>load<u32>(rows + k)
    const t = <i32>(load<u32>(at + k) >> 6)
    if (count == 1) {
      for (let lane: usize = 0; lane < 64; lane += 4) {
        const late = t + load<i32>(ats + row + lane)
        if (late >= steps) continue
        const to = input + (<usize>late << 6) + lane
        store<f32>(to, load<f32>(to) + load<f32>(weights + row + lane) * load<f32>(shares + row + lane))
      }
      continue
    }
    for (let lane: usize = 0; lane < 64; lane += 4) {
      const first = t + load<i32>(ats + row + lane)
      const w = load<f32>(weights + row + lane)
      const inside = min(count, steps - first)
      let to = input + (<usize>first << 6) + lane
      let share = shares + row * count + lane
      for (let r = 0; r < inside; r++, to += 64, share += 64) store<f32>(to, load<f32>(to) + w * load<f32>(share))
    }
  }
}

/** How many of the pairs a spike of a step is too late for: of the first `lanes` targets of a block, whose delays are whole steps. */
export function synapticLost(rows: usize, at: usize, spikes: i32, steps: i32, delays: usize, lanes: i32): i32 {
  const real = (1 << lanes) - 1
  let lost = 0
  for (let k: usize = 0; k < <usize>spikes << 2; k += 4) {
    const row = <usize>load<u32>(rows + k)
    const left = steps - <i32>(load<u32>(at + k) >> 6)
    const least = i32x4.splat(left)
    const low = i16x8.narrow_i32x4_s(i32x4.ge_s(v128.load(delays + row), least), i32x4.ge_s(v128.load(delays + row, 16), least))
    const high = i16x8.narrow_i32x4_s(i32x4.ge_s(v128.load(delays + row, 32), least), i32x4.ge_s(v128.load(delays + row, 48), least))
    lost += popcnt(i8x16.bitmask(i8x16.narrow_i16x8_s(low, high)) & real)
  }
  return lost
}

/** The transpose of the forward pass: gradients of weights and (where `delayGradient` is not 0) of delays, laid out as the weights. */
export function synapticGradients(
  rows: usize, at: usize, spikes: i32, steps: i32, weights: usize, ats: usize, shares: usize, count: i32,
  slopes: usize, slopeCount: i32, shift: i32, inputGradient: usize, weightGradient: usize, delayGradient: usize,
): void {
  for (let k: usize = 0; k < <usize>spikes << 2; k += 4) {
    const row = <usize>load<u32>(rows + k)
    const t = <i32>(load<u32>(at + k) >> 6)
    for (let lane: usize = 0; lane < 64; lane += 4) {
      const first = t + load<i32>(ats + row + lane)
      if (first >= steps) continue
      const end = min(count, steps - first)
      const g = inputGradient + lane
      let sum: f32 = 0
      for (let r = 0; r < end; r++) {
        sum += load<f32>(shares + row * count + (<usize>r << 6) + lane) * load<f32>(g + (<usize>(first + r) << 6))
      }
      const place = row + lane
      store<f32>(weightGradient + place, load<f32>(weightGradient + place) + sum)
      if (!delayGradient) continue
      let moved: f32 = 0
      const start = first + shift
      const last = min(slopeCount, steps - start)
      for (let r = max(0, -start); r < last; r++) {
        moved += load<f32>(slopes + row * slopeCount + (<usize>r << 6) + lane) * load<f32>(g + (<usize>(start + r) << 6))
      }
      store<f32>(delayGradient + place, load<f32>(delayGradient + place) + moved * load<f32>(weights + place))
    }
  }
}

/** Turns blocks of `stride` bytes, 64 a step, into a row a neuron of `length` numbers, of which those behind the window are 0. */
export function turn(blocks: usize, stride: usize, count: i32, steps: i32, length: i32, out: usize): void {
  memory.fill(out, 0, (<usize>count * length) << 6)
  for (let block = 0; block < count; block++, blocks += stride) {
    for (let lane: usize = 0; lane < 16; lane++) {
      let to = out + (((<usize>block << 4) + lane) * length << 2)
      let from = blocks + (lane << 2)
      for (let t = 0; t < steps; t++, to += 4, from += 64) store<f32>(to, load<f32>(from))
    }
  }
}

/**
 * The gradient of one source's spikes: `out[t] (+)= sum over targets and r of weight share[r] gradient[t + at + r]`, 64 bytes a step.
 * `turned`: a row of `length` numbers (a multiple of four, at least steps + 4) a target; `line`: scratch of one such row.
 * `row`: the source's place in a block of weights, which are `blockBytes` apart.
 */
export function synapticBack(
  turned: usize, length: i32, targets: i32, steps: i32, weights: usize, ats: usize, shares: usize, count: i32,
  row: usize, blockBytes: usize, line: usize, out: usize, add: i32,
): void {
  memory.fill(line, 0, <usize>length << 2)
  for (let target = 0; target < targets; target++) {
    const place = <usize>(target >> 4) * blockBytes + row
    const lane = <usize>(target & 15) << 2
    const w = load<f32>(weights + place + lane)
    const first = load<i32>(ats + place + lane)
    for (let r = 0; r < count; r++) {
      const live = steps - first - r
      if (live <= 0) break
      const share = w * load<f32>(shares + place * count + (<usize>r << 6) + lane)
      if (share == 0) continue
      const s = f32x4.splat(share)
      let from = turned + ((<usize>target * length + first + r) << 2)
      const end = line + (<usize>live << 2)
      // up to three numbers too many: behind the window they are 0
      for (let to = line; to < end; to += 16, from += 16) {
        v128.store(to, f32x4.add(v128.load(to), f32x4.mul(s, v128.load(from))))
      }
    }
  }
  for (let t = 0; t < steps; t++, out += 64) {
    const value = load<f32>(line + (<usize>t << 2))
    store<f32>(out, add ? value + load<f32>(out) : value)
  }
}

/**
 * The same for all sources at once, for the few steps from <= t < to of a stretch of a cycle: adds to `out`, blocks of `outStride` bytes.
 * `gradient`: that of the input of `blocks` target blocks, `stride` bytes apart.
 */
export function synapticGather(
  gradient: usize, stride: usize, blocks: i32, from: i32, to: i32, steps: i32, weights: usize, ats: usize, shares: usize,
  count: i32, sources: i32, out: usize, outStride: usize,
): void {
  const blockBytes = <usize>sources << 6
  for (let source = 0; source < sources; source++) {
    let place = out + <usize>(source >> 4) * outStride + (<usize>from << 6) + (<usize>(source & 15) << 2)
    for (let t = from; t < to; t++, place += 64) {
      let sum: f32 = 0
      let row = <usize>source << 6
      for (let block = 0, g = gradient; block < blocks; block++, g += stride, row += blockBytes) {
        for (let lane: usize = 0; lane < 64; lane += 4) {
          const first = t + load<i32>(ats + row + lane)
          const inside = min(count, steps - first)
          let from = g + (<usize>first << 6) + lane
          let share = shares + row * count + lane
          let part: f32 = 0
          for (let r = 0; r < inside; r++, from += 64, share += 64) part += load<f32>(share) * load<f32>(from)
          sum += load<f32>(weights + row + lane) * part
        }
      }
      store<f32>(place, load<f32>(place) + sum)
    }
  }
}
