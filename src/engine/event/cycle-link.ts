import type { ProductKind } from "./block-product.js"
import { cycleProduct, type Lanes } from "./cycle-product.js"
import type { Held } from "./held/held.js"
import type { ConnectionLayout } from "./layout/connection.js"
import type { PopulationLayout } from "./layout/population.js"
import { blockSize } from "./layout/sizes.js"
import type { Stretch } from "./neurons/neuron-kernel.js"
import type { SampleRunner } from "./sample-runner.js"

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

const stepBytes = blockSize * 4
const nothing = () => {}
const none = () => 0

/** @param lanes one runner each, whose buffers lie equally far from each other */
export function cycleLink(lanes: readonly SampleRunner[], connection: ConnectionLayout): CycleLink {
  const held = lanes.map((lane) => lane.held.get(connection)!)
  if (connection.held) return heldLink(lanes, connection, held)
  return connection.delayed ? delayedLink(lanes, connection) : directLink(lanes, connection)
}

/** Spikes arrive in the step in which they are sent. */
function directLink(lanes: readonly SampleRunner[], connection: ConnectionLayout): CycleLink {
  const { from, to } = connection
  const product = cycleProduct(lanes[0], connection)
  return {
    connection,
    enter: nothing,
    send: none,
    lost: none,
    hear: hearing(lanes, connection, false),
    passBack: nothing,
    gather({ products, samples, stretch, inputGradients, spikeGradients }) {
      product(products, samples, stretch, inputGradients[to], spikeGradients[from], 1)
    },
  }
}

/** Spikes are noted at the step at which they arrive. */
function delayedLink(lanes: readonly SampleRunner[], connection: ConnectionLayout): CycleLink {
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
    lost: none,
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

/** What spikes will bring is written where it arrives. */
function heldLink(lanes: readonly SampleRunner[], connection: ConnectionLayout, held: readonly Held[]): CycleLink {
  const { populations } = lanes[0].layout
  const { from, to } = connection
  const [source, target] = [populations[from], populations[to]]
  const arrived = arrivedOf(lanes, connection)
  const product = cycleProduct(lanes[0], connection)
  return {
    connection,
    enter: nothing,
    send(samples, stretch) {
      for (let lane = 0; lane < samples; lane++) {
        for (let block = 0; block < target.blocks; block++) {
          held[lane].forward(block, lanes[lane].places.block(to, block).input, 1, stretch)
        }
      }
      return 0
    },
    lost: (lane) => held[lane].lost(),
    hear: nothing,
    passBack({ products, samples, stretch, inputGradients }) {
      if (held[0].back.kind === "after") product(products, samples, stretch, inputGradients[to], arrived, 0)
    },
    gather({ products, samples, stretch, inputGradients, spikeGradients }) {
      const [input, out] = [inputGradients[to], spikeGradients[from]]
      for (let lane = 0; lane < samples; lane++) {
        const { back } = held[lane]
        const [inputAt, outAt] = [input.at + lane * input.apart, out.at + lane * out.apart]
        if (back.kind === "instead") back.gather!(inputAt, outAt, stretch)
        else if (back.kind === "after") {
          const at = arrived.at + lane * arrived.apart
          for (let block = 0; block < source.blocks; block++) {
            back.hold(block, at + block * arrived.stride, outAt + block * out.stride, 1, stretch)
          }
        } else {
          for (let block = 0; block < target.blocks; block++) {
            back.hold(block, inputAt + block * input.stride, stretch)
          }
          const before = { at: back.gradient, apart: 0, stride: back.stride }
          product(products, 1, stretch, before, { ...out, at: outAt }, 1)
        }
      }
    },
  }
}

/** Adds what arrives within a stretch; `listed`: from what is noted at the step at which it arrives. */
function hearing(lanes: readonly SampleRunner[], connection: ConnectionLayout, listed: boolean) {
  const { k, layout, thread } = lanes[0]
  const { from, to, weights, threads } = connection
  const [source, target] = [layout.populations[from], layout.populations[to]]
  const { rows, at, offsets, masks } = threads[thread]
  const apart = listed ? connectionApart(lanes, connection) : populationApart(lanes, source)
  const inputApart = populationApart(lanes, target)
  const weightStride = source.size * stepBytes
  const { input } = lanes[0].places.block(to, 0)
  return (samples: number, stretch: Stretch): void =>
    k.hear(
      samples,
      apart,
      listed ? masks : 0,
      source.words,
      rows,
      at,
      offsets,
      stretch.from,
      stretch.to,
      weights,
      weightStride,
      input,
      inputApart,
      layout.stride,
      target.blocks,
    )
}

/** Gradients of spikes as they arrive. */
const arrivedOf = (lanes: readonly SampleRunner[], connection: ConnectionLayout): Lanes => {
  const { layout, thread } = lanes[0]
  return { at: connection.threads[thread].arrived, apart: connectionApart(lanes, connection), stride: layout.stride }
}

/** Bytes from what belongs to a sample to what belongs to the next, of a connection that lists what arrives. */
function connectionApart(lanes: readonly SampleRunner[], { threads }: ConnectionLayout): number {
  const [first, second = first] = lanes.map(({ thread }) => threads[thread].arrived)
  return second - first
}

/** The same of a population. */
export function populationApart(lanes: readonly SampleRunner[], { threads }: PopulationLayout): number {
  const [first, second = first] = lanes.map(({ thread }) => threads[thread].rows)
  return second - first
}
