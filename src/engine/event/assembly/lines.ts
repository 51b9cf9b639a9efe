// The gradients of spikes that were held back, one source's steps behind each other: as many steps at a time as sums fit into registers, from rows
// (turn.ts) of gradients of what arrives. With more sums V8 keeps them in memory, which takes twice as long.

import { multiplyAdd } from "./multiply-add"

/** Steps that are worked out at a time; src/engine/event/held/lines.ts has it too. */
const together = 28

/**
 * The transpose, for the spikes: `out[source][t - from] = sum over targets of weight gradient[target][t + delay]` for steps from <= t < to, up to
 * 27 more. `gradients`: a row of `length` numbers a target (turn.ts), 0 behind the window; `out`: rows of `outLength` numbers.
 */
export function pairsBack(
  gradients: usize, length: i32, targets: i32, sources: i32, weights: usize, delays: usize, from: i32, to: i32,
  out: usize, outLength: i32,
): void {
  const rowBytes = <usize>length << 2
  const outBytes = <usize>outLength << 2
  const blockBytes = <usize>sources << 6
  for (let t = from; t < to; t += together) {
    // of 16 targets at a time the gradients stay in the first cache
    for (let first = 0; first < targets; first += 16) {
      const lanes = <usize>min(16, targets - first) << 2
      const block = <usize>(first >> 4) * blockBytes
      const start = gradients + <usize>first * rowBytes + (<usize>t << 2)
      let line = out + (<usize>(t - from) << 2)
      let place = block
      for (let source = 0; source < sources; source++, line += outBytes, place += 64) {
        let a = f32x4.splat(0)
        let b = a
        let c = a
        let d = a
        let e = a
        let f = a
        let g = a
        if (first > 0) {
          a = v128.load(line)
          b = v128.load(line, 16)
          c = v128.load(line, 32)
          d = v128.load(line, 48)
          e = v128.load(line, 64)
          f = v128.load(line, 80)
          g = v128.load(line, 96)
        }
        for (let at = place; at < place + lanes; at += 4) {
          const w = v128.load32_splat(weights + at)
          const x = start + load<u32>(delays + at)
          a = multiplyAdd(a, w, v128.load(x))
          b = multiplyAdd(b, w, v128.load(x, 16))
          c = multiplyAdd(c, w, v128.load(x, 32))
          d = multiplyAdd(d, w, v128.load(x, 48))
          e = multiplyAdd(e, w, v128.load(x, 64))
          f = multiplyAdd(f, w, v128.load(x, 80))
          g = multiplyAdd(g, w, v128.load(x, 96))
        }
        v128.store(line, a)
        v128.store(line, b, 16)
        v128.store(line, c, 32)
        v128.store(line, d, 48)
        v128.store(line, e, 64)
        v128.store(line, f, 80)
        v128.store(line, g, 96)
      }
    }
  }
}

/**
 * One source block, the transpose of `spreadTiles`: `lines[source][t - from] = sum over r of share[r] arrived[t + at + r]` for steps from <= t < to, up
 * to 27 more. `arrived`: gradients of what arrives, a row a source (see turn.ts), 0 behind the window; `lines`: rows of `lineLength` numbers.
 */
export function spreadForth(
  arrived: usize, length: i32, ats: usize, shares: usize, count: i32, width: i32, from: i32, to: i32, lines: usize, lineLength: i32,
): void {
  const rowBytes = <usize>length << 2
  const lineBytes = <usize>lineLength << 2
  const shareBytes = <usize>width << 2
  const end = <usize>count << 2
  let share = shares + 12
  for (let lane: usize = 0; lane < 64; lane += 4) {
    const first = arrived + (<usize>(load<i32>(ats + lane) + from) << 2)
    for (let late: usize = 0; late < <usize>(to - from) << 2; late += together << 2) {
      let a = f32x4.splat(0)
      let b = a
      let c = a
      let d = a
      let e = a
      let f = a
      let g = a
      let x = first + late
      for (let r: usize = 0; r < end; r += 4, x += 4) {
        const s = v128.load32_splat(share + r)
        a = multiplyAdd(a, s, v128.load(x))
        b = multiplyAdd(b, s, v128.load(x, 16))
        c = multiplyAdd(c, s, v128.load(x, 32))
        d = multiplyAdd(d, s, v128.load(x, 48))
        e = multiplyAdd(e, s, v128.load(x, 64))
        f = multiplyAdd(f, s, v128.load(x, 80))
        g = multiplyAdd(g, s, v128.load(x, 96))
      }
      const line = lines + late
      v128.store(line, a)
      v128.store(line, b, 16)
      v128.store(line, c, 32)
      v128.store(line, d, 48)
      v128.store(line, e, 64)
      v128.store(line, f, 80)
      v128.store(line, g, 96)
    }
    arrived += rowBytes
    share += shareBytes
    lines += lineBytes
  }
}
