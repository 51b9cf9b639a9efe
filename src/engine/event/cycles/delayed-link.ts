import type { ConnectionLayout } from "../layout/connection.js"
import type { SampleRunner } from "../sample-runner.js"
import type { CycleLink } from "./cycle-link.js"
import { cycleProduct } from "./cycle-product.js"
import { hearing } from "./hearing.js"
import { arrivedOf, populationApart } from "./lanes.js"

/** Spikes are noted at the step at which they arrive. */
export function delayedLink(lanes: readonly SampleRunner[], connection: ConnectionLayout): CycleLink {
  const { k, layout } = lanes[0]
  const { stride, populations } = layout
  const { from, to, alike, delays, latencySteps } = connection
  const { words, blocks } = populations[from]
  const own = lanes.map(({ thread }) => connection.threads[thread])
  const [sent] = lanes.map(({ thread }) => populations[from].threads[thread])
  const sentApart = populationApart(lanes, populations[from])
  const [{ masks }] = own
  const arrived = arrivedOf(lanes, connection)
  const product = cycleProduct(lanes[0], connection)
  return {
    connection,
    enter: (lane) => k.clear(own[lane].masks, layout.steps * words * 8),
    send(samples, { from, to, steps }) {
      const { rows, offsets } = sent
      return k.send(samples, sentApart, rows, offsets, from, to, delays, steps, masks, arrived.apart, words)
    },
    lost: () => 0,
    hear: hearing(lanes, connection, true),
    passBack: ({ products, samples, stretch, inputGradients }) =>
      product(products, samples, stretch, inputGradients[to], arrived, 0),
    gather({ samples, stretch, spikeGradients }) {
      const out = spikeGradients[from]
      const { from: first, to: end, steps } = stretch
      k.unshiftAll(
        samples,
        arrived.apart,
        arrived.at,
        stride,
        alike ? 0 : delays,
        latencySteps,
        first,
        end,
        steps,
        out.at,
        out.apart,
        out.stride,
        blocks,
      )
    },
  }
}
