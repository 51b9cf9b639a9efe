// Neurons whose spikes are kept from being sent. `kept`: one 32-bit float a neuron, 1, or 0 where it is silenced.

/** Takes the spikes of silenced neurons in steps from <= t < to, the last that are listed, out of a list. Returns how many it took. */
export function silence(rows: usize, at: usize, offsets: usize, from: i32, to: i32, kept: usize): i32 {
  let k = load<i32>(offsets + (<usize>from << 2))
  let place = k
  for (let t = from; t < to; t++) {
    const end = load<i32>(offsets + (<usize>(t + 1) << 2))
    store<i32>(offsets + (<usize>t << 2), place)
    for (; k < end; k++) {
      const row = load<u32>(rows + (<usize>k << 2))
      if (load<f32>(kept + (<usize>row >> 4)) == 0) continue
      store<u32>(rows + (<usize>place << 2), row)
      store<u32>(at + (<usize>place << 2), <u32>t << 6)
      place++
    }
  }
  store<i32>(offsets + (<usize>to << 2), place)
  return k - place
}

/** Takes the gradient from the silenced neurons of a block, in steps from <= t < to. */
export function silenceGradient(gradient: usize, from: i32, to: i32, kept: usize): void {
  for (let lane: usize = 0; lane < 64; lane += 16) {
    const factor = v128.load(kept + lane)
    const end = gradient + (<usize>to << 6) + lane
    for (let at = gradient + (<usize>from << 6) + lane; at < end; at += 64) {
      v128.store(at, f32x4.mul(v128.load(at), factor))
    }
  }
}
