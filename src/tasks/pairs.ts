import type { Random } from "../random.js"

const ATTEMPTS = 500
const RESTARTS = 200

/**
 * First steps of `count` pairs of spikes, each pair `interval` steps long, at uniformly random places, more than one interval away
 * from one another. Where they get stuck, all are placed anew.
 *
 * @throws RangeError when so many pairs do not fit
 */
export function placePairs(count: number, interval: number, steps: number, random: Random): number[] {
  for (let restart = 0; restart < RESTARTS; restart++) {
    const starts: number[] = []
    for (let attempt = 0; attempt < ATTEMPTS && starts.length < count; attempt++) {
      const start = random.integer(steps - interval)
      if (starts.some((other) => Math.abs(other - start) <= 2 * interval)) continue
      starts.push(start)
      attempt = -1
    }
    if (starts.length === count) return starts
  }
  throw new RangeError(
    `isi: ${count} pairs of an interval of ${interval} steps do not fit into ${steps} steps; give a longer duration or a smaller dt.`,
  )
}
