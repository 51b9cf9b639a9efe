// Filling memory that threads share is slow from JavaScript.

export function clear(at: usize, bytes: usize): void {
  memory.fill(at, 0, bytes)
}

/** Adds a row of 64 bytes to each step from <= t < to of a block. */
export function addToSteps(block: usize, from: i32, to: i32, row: usize): void {
  for (let lane: usize = 0; lane < 64; lane += 16) {
    const add = v128.load(row + lane)
    const end = block + (<usize>to << 6) + lane
    for (let at = block + (<usize>from << 6) + lane; at < end; at += 64) {
      v128.store(at, f32x4.add(v128.load(at), add))
    }
  }
}

/** Copies the first 64 bytes to each of `steps` steps. */
export function repeat(at: usize, steps: i32): void {
  const a = v128.load(at)
  const b = v128.load(at, 16)
  const c = v128.load(at, 32)
  const d = v128.load(at, 48)
  for (const end = at + (<usize>steps << 6); at < end; at += 64) {
    v128.store(at, a)
    v128.store(at, b, 16)
    v128.store(at, c, 32)
    v128.store(at, d, 48)
  }
}

/** Copies (or adds) the steps from <= t < to of a block to the same steps of another. */
export function copySteps(block: usize, from: i32, to: i32, out: usize, add: i32): void {
  const first = <usize>from << 6
  if (!add) {
    memory.copy(out + first, block + first, <usize>(to - from) << 6)
    return
  }
  for (let at = first; at < <usize>to << 6; at += 16) {
    v128.store(out + at, f32x4.add(v128.load(out + at), v128.load(block + at)))
  }
}
