import type { SpikeTrain } from "../spikes/index.js"

const windowMs = 200
const windows = 20
const groupSize = 20

/** For each class the group that does the opposite of the other two; see {@link coincidence}. */
export const oddOne = [2, 1, 0]

/** Active neurons by window and group. */
export function activeCounts({ times, units, dt }: SpikeTrain): number[][] {
  const counts = Array.from({ length: windows }, () => [0, 0, 0])
  for (let k = 0; k < times.length; k++) {
    counts[Math.floor((times[k] * dt) / windowMs)][Math.floor(units[k] / groupSize)]++
  }
  return counts
}
