// Event lists. The spikes of a population, and what a connection delivers of them, are rows (unit x 64: the byte offset of the
// unit's weights in a block) in order of time, with each one's step (x 64: the byte offset of that step in a block) beside it, and the
// place where each step begins: steps + 1 words. All are words of 32 bits.

/** Lists `count` spikes given as 16-bit times and units in order of time. */
export function arrange(times: usize, units: usize, count: i32, steps: i32, rows: usize, at: usize, offsets: usize): void {
  let step = 0
  for (let k = 0; k < count; k++) {
    const t = <i32>load<u16>(times + (<usize>k << 1))
    for (; step <= t; step++) store<i32>(offsets + (<usize>step << 2), k)
    store<u32>(rows + (<usize>k << 2), <u32>load<u16>(units + (<usize>k << 1)) << 6)
    store<u32>(at + (<usize>k << 2), <u32>t << 6)
  }
  for (; step <= steps; step++) store<i32>(offsets + (<usize>step << 2), count)
}

/**
 * Lists the spikes of bit masks of steps from <= t < to, behind those of earlier steps: 64 neurons a word, `words` words a step. Three
 * rows are written at a time, without a branch for each: up to two words behind the list are overwritten. Returns the number of spikes
 * listed so far.
 */
export function collect(masks: usize, from: i32, to: i32, words: i32, rows: usize, at: usize, offsets: usize): i32 {
  const beside = at - rows
  let place = rows + (from > 0 ? <usize>load<i32>(offsets + (<usize>from << 2)) << 2 : 0)
  let mask = masks + (<usize>(from * words) << 3)
  for (let t = from; t < to; t++) {
    const step = <u32>t << 6
    store<i32>(offsets + (<usize>t << 2), <i32>((place - rows) >> 2))
    for (let word = 0; word < words; word++, mask += 8) {
      let bits = load<u64>(mask)
      const base = <u32>word << 12
      const end = place + (<usize>popcnt(bits) << 2)
      while (place < end) {
        store<u32>(place, base + (<u32>ctz(bits) << 6))
        store<u32>(place + beside, step)
        bits &= bits - 1
        store<u32>(place, base + (<u32>ctz(bits) << 6), 4)
        store<u32>(place + beside, step, 4)
        bits &= bits - 1
        store<u32>(place, base + (<u32>ctz(bits) << 6), 8)
        store<u32>(place + beside, step, 8)
        bits &= bits - 1
        place += 12
      }
      place = end
    }
  }
  const count = <i32>((place - rows) >> 2)
  store<i32>(offsets + (<usize>to << 2), count)
  return count
}

/**
 * Holds each spike back by its unit's delay (`delays`: one 32-bit number a unit). `cursor` is scratch of steps + 1 words.
 * Returns how many spikes fell past the end of the window.
 */
export function delaySpikes(
  rows: usize, offsets: usize, delays: usize, steps: i32,
  outRows: usize, outAt: usize, outOffsets: usize, cursor: usize,
): i32 {
  memory.fill(cursor, 0, <usize>(steps + 1) << 2)
  let lost = 0
  for (let t = 0, k = 0; t < steps; t++) {
    const end = load<i32>(offsets + (<usize>(t + 1) << 2))
    for (; k < end; k++) {
      const late = t + load<i32>(delays + (<usize>load<u32>(rows + (<usize>k << 2)) >> 4))
      if (late < steps) {
        const place = cursor + (<usize>late << 2)
        store<i32>(place, load<i32>(place) + 1)
      } else lost++
    }
  }
  let sum = 0
  for (let t = 0; t <= steps; t++) {
    const here = load<i32>(cursor + (<usize>t << 2))
    store<i32>(outOffsets + (<usize>t << 2), sum)
    store<i32>(cursor + (<usize>t << 2), sum)
    sum += here
  }
  for (let t = 0, k = 0; t < steps; t++) {
    const end = load<i32>(offsets + (<usize>(t + 1) << 2))
    for (; k < end; k++) {
      const row = load<u32>(rows + (<usize>k << 2))
      const late = t + load<i32>(delays + (<usize>row >> 4))
      if (late >= steps) continue
      const place = cursor + (<usize>late << 2)
      const at = load<i32>(place)
      store<i32>(place, at + 1)
      store<u32>(outRows + (<usize>at << 2), row)
      store<u32>(outAt + (<usize>at << 2), <u32>late << 6)
    }
  }
  return lost
}

/**
 * Lists spikes by unit instead, with their steps x 4, those of a unit in order of time. `starts`: receives in bytes where each unit begins, and where the
 * last one ends; `order`: the units, those with few spikes first; `counts` is scratch of steps + 1 words.
 */
export function listByUnit(
  rows: usize, at: usize, spikes: i32, units: i32, steps: i32, outRows: usize, times: usize, starts: usize, order: usize, counts: usize,
): void {
  const end = <usize>spikes << 2
  // while a unit's spikes are listed, its end is where the next of them goes
  const ends = starts + 4
  memory.fill(starts, 0, <usize>(units + 1) << 2)
  for (let k: usize = 0; k < end; k += 4) {
    const place = ends + (<usize>load<u32>(rows + k) >> 4)
    store<i32>(place, load<i32>(place) + 4)
  }
  memory.fill(counts, 0, <usize>(steps + 1) << 2)
  let sum = 0
  for (let unit: usize = 0; unit < <usize>units << 2; unit += 4) {
    const here = load<i32>(ends + unit)
    store<i32>(counts + here, load<i32>(counts + here) + 4)
    store<i32>(ends + unit, sum)
    sum += here
  }
  for (let k: usize = 0; k < end; k += 4) {
    const row = load<u32>(rows + k)
    const place = ends + (<usize>row >> 4)
    const to = load<i32>(place)
    store<i32>(place, to + 4)
    store<u32>(outRows + to, row)
    store<u32>(times + to, load<u32>(at + k) >> 4)
  }
  let before = 0
  for (let count: usize = 0; count <= <usize>steps << 2; count += 4) {
    const here = load<i32>(counts + count)
    store<i32>(counts + count, before)
    before += here
  }
  for (let unit: usize = 0; unit < <usize>units; unit++) {
    const place = counts + (load<u32>(ends + (unit << 2)) - load<u32>(starts + (unit << 2)))
    const to = load<i32>(place)
    store<i32>(place, to + 4)
    store<u32>(order + to, <u32>unit)
  }
}
