// Between four samples' blocks, 64 bytes a step, and the rows of loop.ts: [step][block][sample][16], of `row` bytes a step.

/** Steps first <= t < end of each block and sample, one row a step; zeros for samples that are not there. */
export function bringTogether(
  from: usize, apart: usize, stride: usize, blocks: i32, samples: i32, first: i32, end: i32, rows: usize, row: usize,
): void {
  const begin = <usize>first << 6
  const bytes = <usize>end << 6
  for (let block: usize = 0; block < <usize>blocks; block++, from += stride) {
    for (let lane: usize = 0; lane < 4; lane++) {
      let to = rows + (block << 8) + (lane << 6)
      if (lane >= <usize>samples) {
        for (let t = first; t < end; t++, to += row) memory.fill(to, 0, 64)
        continue
      }
      let at = from + lane * apart + begin
      for (const stop = from + lane * apart + bytes; at < stop; at += 64, to += row) copy(at, to)
    }
  }
}

/** The inverse. */
export function takeApart(
  rows: usize, row: usize, to: usize, apart: usize, stride: usize, blocks: i32, samples: i32, first: i32, end: i32,
): void {
  const begin = <usize>first << 6
  const bytes = <usize>end << 6
  for (let block: usize = 0; block < <usize>blocks; block++, to += stride) {
    for (let lane: usize = 0; lane < <usize>samples; lane++) {
      let from = rows + (block << 8) + (lane << 6)
      let at = to + lane * apart + begin
      for (const stop = to + lane * apart + bytes; at < stop; at += 64, from += row) copy(from, at)
    }
  }
}

// @ts-ignore: decorator
@inline
function copy(from: usize, to: usize): void {
  const a = v128.load(from)
  const b = v128.load(from, 16)
  const c = v128.load(from, 32)
  const d = v128.load(from, 48)
  v128.store(to, a)
  v128.store(to, b, 16)
  v128.store(to, c, 32)
  v128.store(to, d, 48)
}
