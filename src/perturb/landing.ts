import type { Random } from "../random.js"
import type { SpikeGrid } from "../spikes/index.js"

/**
 * Where a spike lands (undefined: nowhere), told by what has landed before: for perturbations that are decided spike by spike, in order
 * of time, and move none to before its own step. A population in a cycle can take these, for its later spikes depend on where the
 * earlier ones go.
 */
export type Landing = (step: number, unit: number, landed: SpikeGrid) => number | undefined

const ATTEMPTS = 500

/** Each spike is deleted with a probability. */
export const deletion =
  (probability: number, random: Random): Landing =>
  (step) =>
    random.uniform() >= probability ? step : undefined

/** Each spike moves by |a Gaussian time|, not past the window; drawn again where one of its unit has landed. */
export const laterJitter =
  (sigmaSteps: number, steps: number, random: Random): Landing =>
  (step, unit, landed) => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const moved = Math.min(steps - 1, step + Math.round(Math.abs(sigmaSteps * random.normal())))
      if (!landed.has(moved, unit)) return moved
    }
    // where the rest of the window is full, two merge at its end
    let free = step
    while (free < steps - 1 && landed.has(free, unit)) free++
    return free
  }

/** All spikes of a unit move by the same |Gaussian time|, on top of a common one; they merge at the window's end. */
export function laterShift(
  sigmaSteps: number,
  commonSteps: number,
  { unitCount, steps }: { unitCount: number; steps: number },
  random: Random,
): Landing {
  const shifts = Array.from(
    { length: unitCount },
    () => commonSteps + Math.round(Math.abs(sigmaSteps * random.normal())),
  )
  return (step, unit) => Math.min(steps - 1, step + shifts[unit])
}
