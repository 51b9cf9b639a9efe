import type { ConnectionLayout } from "../layout/connection.js"
import type { SampleRunner } from "../sample-runner.js"
import type { CycleLink } from "./cycle-link.js"
import { cycleProduct } from "./cycle-product.js"
import { hearing } from "./hearing.js"

/** Spikes arrive in the step in which they are sent. */
export function directLink(lanes: readonly SampleRunner[], connection: ConnectionLayout): CycleLink {
  const { from, to } = connection
  const product = cycleProduct(lanes[0], connection)
  return {
    connection,
    enter: () => {},
    send: () => 0,
    lost: () => 0,
    hear: hearing(lanes, connection, false),
    passBack: () => {},
    gather({ products, samples, stretch, inputGradients, spikeGradients }) {
      product(products, samples, stretch, inputGradients[to], spikeGradients[from], 1)
    },
  }
}
