// Event lists. A population's spikes are pairs (time, unit) of 16-bit numbers in order of time; what a connection
// delivers is the list of unit x 64 (the byte offset of a weight row) with the place where each step begins.

/**
 * Delivers `count` spikes through a connection, each held back by its unit's delay (`delays`: one 32-bit number a unit, or 0 for none).
 * `cursor` is scratch of steps + 1 words. Returns how many spikes fell past the end of the window.
 */
export function deliver(
  times: usize, units: usize, count: i32, delays: usize, steps: i32, rows: usize, offsets: usize, cursor: usize,
): i32 {
  memory.fill(offsets, 0, <usize>(steps + 1) << 2)
  let lost = 0
  for (let k = 0; k < count; k++) {
    let t = <i32>load<u16>(times + (k << 1))
    if (delays) t += load<i32>(delays + (<usize>load<u16>(units + (k << 1)) << 2))
    if (t < steps) {
      const place = offsets + (<usize>(t + 1) << 2)
      store<i32>(place, load<i32>(place) + 1)
    } else lost++
  }
  let sum = 0
  for (let t = 0; t <= steps; t++) {
    sum += load<i32>(offsets + (t << 2))
    store<i32>(offsets + (t << 2), sum)
  }
  if (!delays) {
    for (let k = 0; k < count; k++) store<u32>(rows + (k << 2), <u32>load<u16>(units + (k << 1)) << 6)
    return lost
  }
  memory.copy(cursor, offsets, <usize>(steps + 1) << 2)
  for (let k = 0; k < count; k++) {
    const unit = <u32>load<u16>(units + (k << 1))
    const t = <i32>load<u16>(times + (k << 1)) + load<i32>(delays + (unit << 2))
    if (t >= steps) continue
    const place = cursor + (t << 2)
    const at = load<i32>(place)
    store<i32>(place, at + 1)
    store<u32>(rows + (at << 2), unit << 6)
  }
  return lost
}

/** Writes the spikes of bit masks (16 neurons a word, words of a step together) as (time, unit) pairs; returns their number. */
export function collect(masks: usize, steps: i32, blocks: i32, times: usize, units: usize): i32 {
  let count = 0
  for (let t = 0; t < steps; t++) {
    for (let block = 0; block < blocks; block++) {
      let bits = <u32>load<u16>(masks + ((t * blocks + block) << 1))
      while (bits) {
        store<u16>(times + (count << 1), <u16>t)
        store<u16>(units + (count << 1), <u16>((block << 4) + ctz(bits)))
        count++
        bits &= bits - 1
      }
    }
  }
  return count
}
