import type { ProductKind } from "../block-product.js"
import type { ConnectionLayout } from "../layout/connection.js"
import type { Stretch } from "../neurons/neuron-kernel.js"
import type { SampleRunner } from "../sample-runner.js"
import { delayedLink } from "./delayed-link.js"
import { directLink } from "./direct-link.js"
import { heldLink } from "./held-link.js"
import type { Lanes } from "./lanes.js"

/**
 * A connection within a cycle, on one thread: it carries spikes, and gradients back, a stretch of steps at a time; of several samples side
 * by side, each in a lane of its own.
 */
export interface CycleLink {
  readonly connection: ConnectionLayout
  /** Forgets what was on its way. */
  enter(lane: number): void
  /** Sends the source's spikes of a stretch on their way, of the first lanes; returns how many are known to be lost. */
  send(samples: number, stretch: Stretch): number
  /** Adds what arrives within a stretch to the target's input, unless sending did. */
  hear(samples: number, stretch: Stretch): void
  /** Spikes of the whole window that are lost besides. */
  lost(lane: number): number
  /** Follows the gradient of the target's input of a stretch, once it is there, as far as it leads without that of other stretches. */
  passBack(way: WayBack): void
  /** Adds to the gradient of the source's spikes of a stretch. */
  gather(way: WayBack): void
}

/** A stretch of a backward pass. */
export interface WayBack {
  readonly products: ProductKind
  /** Lanes that have a sample. */
  readonly samples: number
  readonly stretch: Stretch
  /** By population: where step 0 of the first lane's first block is, or would be. */
  readonly spikeGradients: readonly Lanes[]
  readonly inputGradients: readonly Lanes[]
}

/** @param lanes one runner each, whose buffers lie equally far from each other */
export function cycleLink(lanes: readonly SampleRunner[], connection: ConnectionLayout): CycleLink {
  if (connection.held) return heldLink(lanes, connection)
  return connection.delayed ? delayedLink(lanes, connection) : directLink(lanes, connection)
}
