// Neurons that keep a trace: their two states at each step, 128 bytes a step and block, for gradients of their constants and through resets.
// Each kernel works on one block of 16 neurons. All four quarters of it take a step before any takes the next, with their states in memory: each
// waits for its own last step, and four wait no longer than one. Its table: 16 numbers, in the order below, then rows of 16 lanes
// with what is each neuron's own; src/engine/event/neurons/traced.ts writes it.

/** Threshold, and breadth and height of the surrogate (`emit`). */
export const thetaPlace: usize = 0
export const breadthPlace: usize = 4
export const heightPlace: usize = 8
/** 1 for a hard reset. */
const cutPlace: usize = 12
/** What a soft reset takes. */
const fallPlace: usize = 16
/** The share of the gradient that passes the reset. */
const passesPlace: usize = 20
/** Bytes before the rows. */
export const rowsPlace: usize = 64

// @ts-ignore: decorator
@inline
export function lanes(table: usize, row: usize, quarter: usize): v128 {
  return v128.load(table + rowsPlace + (row << 6) + quarter)
}

/** All bits where a spike sets the state to zero. */
// @ts-ignore: decorator
@inline
export function cut4(table: usize): v128 {
  return i32x4.splat(load<f32>(table, cutPlace) != 0 ? -1 : 0)
}

// @ts-ignore: decorator
@inline
export function fall4(table: usize): v128 {
  return v128.load32_splat(table + fallPlace)
}

/** What a spike leaves of a state; `spiked`: all bits where there was one. */
// @ts-ignore: decorator
@inline
export function left(u: v128, spiked: v128, cut: v128, fall: v128): v128 {
  return f32x4.sub(v128.andnot(u, v128.and(spiked, cut)), v128.and(spiked, fall))
}

// @ts-ignore: decorator
@inline
export function passes4(table: usize): v128 {
  return v128.load32_splat(table + passesPlace)
}

/** What a spike takes of a state: all of it (hard), or what a soft reset takes. */
// @ts-ignore: decorator
@inline
export function taken(u: v128, cut: v128, fall: v128): v128 {
  return f32x4.add(v128.and(u, cut), fall)
}

/** Adds to a quarter of a row of gradients. */
// @ts-ignore: decorator
@inline
export function addTo(gradient: usize, row: usize, quarter: usize, sum: v128): void {
  const at = gradient + (row << 6) + quarter
  v128.store(at, f32x4.add(v128.load(at), sum))
}
