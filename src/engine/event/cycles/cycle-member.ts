import type { Part } from "../../../network/index.js"
import type { ConnectionLayout } from "../layout/connection.js"
import type { PopulationLayout } from "../layout/population.js"
import type { AllBlocks, BlockPlaces } from "../neurons/neuron-kernel.js"
import type { SampleRunner } from "../sample-runner.js"
import type { CycleLink } from "./cycle-link.js"
import { populationApart } from "./lanes.js"

/** A population of a cycle, on one thread. */
export interface Member {
  readonly index: number
  readonly population: PopulationLayout
  /** Connections into it from outside of the cycle. */
  readonly outer: readonly ConnectionLayout[]
  /** Connections into it, and from it, that belong to the cycle. */
  readonly heard: readonly CycleLink[]
  readonly sent: readonly CycleLink[]
  /** By lane and block. */
  readonly places: readonly (readonly BlockPlaces[])[]
  readonly all: Omit<AllBlocks, "samples">
}

/** With its samples. */
export type Running = Omit<Member, "all"> & { readonly all: AllBlocks }

/** The populations of a cycle. `inner`: all connections that belong to cycles. */
export function membersOf(lanes: readonly SampleRunner[], part: Part, inner: readonly CycleLink[]): Member[] {
  const [{ layout }] = lanes
  return part.populations.map((index): Member => {
    const population = layout.populations[index]
    return {
      index,
      population,
      outer: layout.connections.filter((c) => !c.inner && c.to === index),
      heard: inner.filter(({ connection }) => connection.to === index),
      sent: inner.filter(({ connection }) => connection.from === index),
      places: lanes.map((lane) => lane.places.blocks(index)),
      all: {
        apart: populationApart(lanes, population),
        blocks: population.blocks,
        stride: layout.stride,
        gradientStride: population.gradientStride,
      },
    }
  })
}
