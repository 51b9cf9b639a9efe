import type { Kernels } from "../kernels.js"
import type { ConnectionLayout } from "../layout/connection.js"
import type { Layout } from "../layout/layout.js"
import type { Stretch } from "../neurons/neuron-kernel.js"
import { dendriticHeld } from "./dendritic.js"
import { spreadHeld } from "./spread.js"
import { spreadDendriticHeld } from "./spread-dendritic.js"
import { spreadInCycleHeld } from "./spread-in-cycle.js"
import { spreadSynapticHeld } from "./spread-synaptic.js"
import { synapticHeld } from "./synaptic.js"

/**
 * A connection whose delays hold back other things than a list of spikes (dendritic, synaptic, and axonal ones while they are spread), on
 * one thread. Where one of them is spread or lies in a cycle, gradients of weights and delays are taken of whole windows, the rest in a cycle of
 * stretches. Tables of delays: assembly/held.ts.
 */
export interface Held {
  /** To be called once all spikes of a sample are there. @returns those that do not arrive within the window, by the share of the targets that they do not reach. */
  lost(): number
  /** Writes (or adds) what the spikes of a stretch bring a target block, whenever they arrive; outside of cycles, what arrives in the stretch. */
  forward(block: number, input: number, add: number, stretch: Stretch): void
  /** Adds the gradients of weights and delays to a shard. */
  gradients(block: number, inputGradient: number, shard: number, stretch: Stretch): void
  /** Adds those gradients of delays that are taken once a sample is done with. */
  delayGradients?(shard: number): void
  /** Where the product with the weights begins, and what it then gives, on the way to the source's spikes. */
  readonly back: Back
}

/**
 * The way back: a product of another gradient than the input's own (dendrites: held forth), of the input's, then held forth (axons), or
 * none, for the pairs' delays come between (synapses).
 */
export type Back =
  | {
      readonly kind: "before"
      readonly gradient: number
      readonly stride: number
      hold(block: number, inputGradient: number, stretch: Stretch): void
    }
  | { readonly kind: "after"; hold(block: number, arrived: number, out: number, add: number, stretch: Stretch): void }
  | {
      readonly kind: "instead"
      begin(inputGradient: number, stride: number, stretch: Stretch): void
      pass: PassBack
      /** For the few steps of a stretch of a cycle: adds to the gradient of the source's spikes. */
      gather?(inputGradient: number, spikeGradient: number, stretch: Stretch): void
    }

/** Writes (or adds) the gradient of a source block's spikes. */
export type PassBack = (block: number, out: number, add: number, stretch: Stretch) => void

/** What a form is made of. */
export interface HeldParts {
  readonly k: Kernels
  readonly memory: WebAssembly.Memory
  readonly layout: Layout
  readonly connection: ConnectionLayout
  readonly thread: number
}

/** The form of a connection that is held back; undefined for others. */
export function heldOf(parts: HeldParts): Held | undefined {
  switch (parts.connection.held?.form) {
    case "spread":
      return spreadHeld(parts)
    case "spreadInCycle":
      return spreadInCycleHeld(parts)
    case "dendritic":
      return dendriticHeld(parts)
    case "spreadDendritic":
      return spreadDendriticHeld(parts)
    case "spreadSynaptic":
      return spreadSynapticHeld(parts)
    case "synaptic":
      return synapticHeld(parts)
    default:
      return undefined
  }
}
