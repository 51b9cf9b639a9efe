// A membrane that never spikes, each neuron with its own decay; equation in src/network/neurons/leaky-integrator.ts. Its potentials stand
// where other neurons have their slopes, and are the trace. Row of the table: a, what is left of the membrane after a step.
import { flush } from "../flush"
import { addTo, lanes } from "./table"

/** Input to potentials, in place, for steps from <= t < to. */
export function tracedLeakForward(table: usize, block: usize, from: i32, to: i32, state: usize): void {
  if (from == 0) memory.fill(state, 0, 64)
  for (let quarter: usize = 0; quarter < 64; quarter += 16) {
    const a = lanes(table, 0, quarter)
    let u = v128.load(state + quarter)
    let io = block + quarter + (<usize>from << 6)
    for (let t = from; t < to; t++, io += 64) {
      u = f32x4.add(f32x4.mul(a, u), v128.load(io))
      if ((t & 7) == 0) u = flush(u)
      v128.store(io, u)
    }
    v128.store(state + quarter, u)
  }
}

/** The gradient of potentials to that of the input, the last step first, and to that of a, which is added to `gradient`. */
export function tracedLeakBackward(
  potentials: usize, potentialGradient: usize, inputGradient: usize, from: i32, to: i32, steps: i32, state: usize,
  table: usize, gradient: usize,
): void {
  if (to == steps) memory.fill(state, 0, 64)
  for (let quarter: usize = 0; quarter < 64; quarter += 16) {
    const a = lanes(table, 0, quarter)
    let g = v128.load(state + quarter)
    let ga = f32x4.splat(0)
    for (let t = to - 1; t >= from; t--) {
      const at = quarter + (<usize>t << 6)
      g = f32x4.add(f32x4.mul(a, g), v128.load(potentialGradient + at))
      if ((t & 7) == 0) g = flush(g)
      v128.store(inputGradient + at, g)
      if (t > 0) ga = f32x4.add(ga, f32x4.mul(g, v128.load(potentials + at - 64)))
    }
    v128.store(state + quarter, g)
    addTo(gradient, 0, quarter, ga)
  }
}
