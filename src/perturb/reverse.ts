import type { SpikeDataset } from "../spikes/index.js"
import { perSample } from "./per-sample.js"

/**
 * Plays every sample backwards inside its own active window, from its first to its last spike
 * (the paper's reversal: networks with trained delays fail on it as people do on reversed speech).
 */
export function reverse(spikes: SpikeDataset): SpikeDataset {
  return perSample(spikes, 0, ({ times, units }, grid) => {
    const ends = times[0] + times[times.length - 1]
    for (let k = 0; k < times.length; k++) grid.add(ends - times[k], units[k])
  })
}
