import { max, sum } from "d3-array"
import type { SpikeDataset, SpikeTrain } from "../spikes/index.js"
import { activeCounts, oddOne } from "./coincidence-windows.js"
import { type Observer, observer } from "./observer.js"

/** Thresholds that are tried, in spikes: a group of 20 has 0 to 20. */
const thresholds = Array.from({ length: 41 }, (_, k) => k - 10)

/**
 * What three hidden neurons can do for coincidence, one for each class, if they weigh all neurons of a group alike: each sums up by how
 * much the two groups of its class exceed the third in a window, above a threshold, and the largest sum decides. A neuron sees so the
 * windows that are on and is blind to those that are off, where two groups stay behind the third together; the ideal observer uses both.
 *
 * @param train samples on which the threshold is chosen, the only thing to be learned
 * @param options `both`: six neurons, a second one for each class that sums what falls below the threshold
 */
export function coincidenceRectifiers(train: SpikeDataset, { both = false }: { both?: boolean } = {}): Observer {
  const rule = (threshold: number) =>
    observer((sample) =>
      excesses(sample).map((windows) =>
        sum(windows, (excess) => (both ? Math.abs(excess - threshold) : Math.max(0, excess - threshold))),
      ),
    )
  const reached = thresholds.map((threshold) => rule(threshold).accuracy(train))
  // in the middle of the best, where several are
  const best = thresholds.filter((_, k) => reached[k] === max(reached))
  return rule(best[best.length >> 1])
}

/** By class and window: spikes of the two groups of the class less those of the third. */
function excesses(sample: SpikeTrain): number[][] {
  const counts = activeCounts(sample)
  return oddOne.map((odd) => counts.map((groups) => sum(groups) - 2 * groups[odd]))
}
