import type { Stretch } from "../neurons/neuron-kernel.js"
import type { SampleRunner } from "../sample-runner.js"
import type { Member, Running } from "./cycle-member.js"

/**
 * Sums what comes from outside for the whole window, and forgets what was on its way. A block of weights serves all samples before the
 * next one does, for all of them together are more than the processor's cache holds.
 */
export function enterCycle(
  lanes: readonly SampleRunner[],
  { index, population, outer, heard, places }: Member,
  samples: number,
): void {
  const [first] = lanes
  const { steps, stride } = first.layout
  const window = { from: 0, to: steps, steps }
  for (let lane = 0; lane < samples; lane++) {
    const runner = lanes[lane]
    runner.sending.beginProbes(index)
    for (const connection of outer) runner.deliver(connection)
    for (const link of heard) link.enter(lane)
  }
  for (let block = 0; block < population.blocks; block++) {
    for (let lane = 0; lane < samples; lane++) {
      const { input } = places[lane][block]
      if (outer.length > 0) lanes[lane].accumulate(outer, block, window, input)
      else first.k.clear(input, stride)
    }
  }
}

/** Adds the gradients of weights, once those of inputs are there, and goes on to what comes from outside. */
export function leaveCycle(
  lanes: readonly SampleRunner[],
  { outer, heard, places, population, all }: Running,
  shard: number,
  stretch: Stretch,
): void {
  const { samples, blocks } = all
  const [{ k }] = lanes
  const into = [...outer, ...heard.map(({ connection }) => connection)]
  for (let block = 0; block < blocks; block++) {
    for (const connection of into) {
      for (let lane = 0; lane < samples; lane++) {
        const { inputGradient } = places[lane][block]
        lanes[lane].weightGradient(connection, block, inputGradient, shard, stretch)
      }
    }
    for (let lane = 0; lane < samples; lane++) {
      population.neuron!.filterGradient?.(k, places[lane][block], stretch.to)
    }
  }
  for (const connection of outer) {
    for (let lane = 0; lane < samples; lane++) lanes[lane].back.through(connection)
  }
}
