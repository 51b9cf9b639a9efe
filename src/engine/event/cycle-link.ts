import type { Held } from "./held/held.js"
import type { Kernels } from "./kernels.js"
import { blockSize, type ConnectionLayout, type Layout } from "./layout.js"
import type { Stretch } from "./neurons/neuron-kernel.js"

/** A connection within a cycle, on one thread: it carries spikes, and gradients back, a stretch of steps at a time. */
export interface CycleLink {
  readonly connection: ConnectionLayout
  /** Forgets what was on its way. */
  enter(): void
  /** Sends the source's spikes of a stretch on their way; returns how many are known to be lost. */
  send(stretch: Stretch): number
  /** Adds what arrives within a stretch to the target's input, unless sending did. */
  hear(stretch: Stretch): void
  /** Spikes of the whole window that are lost besides. */
  lost(): number
  /** Follows the gradient of the target's input of a stretch, once it is there, as far as it leads without that of other stretches. */
  passBack(stretch: Stretch, gradients: Gradients): void
  /** Adds to the gradient of the source's spikes of a stretch. */
  gather(stretch: Stretch, gradients: Gradients): void
}

/** Addresses of step 0 of the first block. */
export interface Gradients {
  readonly sourceSpikes: number
  readonly targetInput: number
}

/** What links are made of. */
export interface LinkParts {
  readonly k: Kernels
  readonly layout: Layout
  readonly thread: number
  readonly held: ReadonlyMap<ConnectionLayout, Held>
  /** Address of a population's weighted input. */
  readonly inputOf: (population: number, block: number) => number
}

const stepBytes = blockSize * 4
const nothing = () => {}
const none = () => 0

export function cycleLink(parts: LinkParts, connection: ConnectionLayout): CycleLink {
  const held = parts.held.get(connection)
  if (held) return heldLink(parts, connection, held)
  return connection.delayed ? delayedLink(parts, connection) : directLink(parts, connection)
}

/** Spikes arrive in the step in which they are sent. */
function directLink(parts: LinkParts, connection: ConnectionLayout): CycleLink {
  const { populations } = parts.layout
  const [source, target] = [populations[connection.from], populations[connection.to]]
  return {
    connection,
    enter: nothing,
    send: none,
    lost: none,
    hear: (stretch) => accumulate(parts, connection, stretch),
    passBack: nothing,
    gather: (stretch, { sourceSpikes, targetInput }) =>
      product(parts, connection, stretch, targetInput, target.gradientStride, sourceSpikes, source.gradientStride, 1),
  }
}

/** Spikes are noted at the step at which they arrive. */
function delayedLink(parts: LinkParts, connection: ConnectionLayout): CycleLink {
  const { k, layout, thread } = parts
  const { stride, populations } = layout
  const { from, to, alike, delays, latencySteps, threads } = connection
  const { rows, at, offsets, masks, arrived } = threads[thread]
  const [{ words, blocks, gradientStride }, target] = [populations[from], populations[to]]
  const sent = populations[from].threads[thread]
  return {
    connection,
    enter: () => k.clear(masks, layout.steps * words * 8),
    send: (s) => k.send(sent.rows, sent.offsets, s.from, s.to, delays, s.steps, masks, words),
    lost: none,
    hear(stretch) {
      k.collect(masks, stretch.from, stretch.to, words, rows, at, offsets)
      accumulate(parts, connection, stretch)
    },
    passBack: (stretch, { targetInput }) =>
      product(parts, connection, stretch, targetInput, target.gradientStride, arrived, stride, 0),
    gather(s, { sourceSpikes: out }) {
      if (alike) k.unshiftAlike(arrived, stride, latencySteps, s.from, s.to, s.steps, out, gradientStride, blocks)
      else k.unshiftBlocks(arrived, stride, delays, s.from, s.to, s.steps, out, gradientStride, blocks)
    },
  }
}

/** What spikes will bring is written where it arrives. */
function heldLink(parts: LinkParts, connection: ConnectionLayout, { forward, lost, back }: Held): CycleLink {
  const { layout, thread, inputOf } = parts
  const { stride, populations } = layout
  const { from, to, threads } = connection
  const { arrived } = threads[thread]
  const [source, target] = [populations[from], populations[to]]
  return {
    connection,
    enter: nothing,
    send(stretch) {
      for (let block = 0; block < target.blocks; block++) forward(block, inputOf(to, block), 1, stretch)
      return 0
    },
    lost,
    hear: nothing,
    passBack(stretch, { targetInput }) {
      if (back.kind !== "after") return
      product(parts, connection, stretch, targetInput, target.gradientStride, arrived, stride, 0)
    },
    gather(stretch, { sourceSpikes, targetInput }) {
      switch (back.kind) {
        case "before":
          for (let block = 0; block < target.blocks; block++) {
            back.hold(block, targetInput + block * target.gradientStride, stretch)
          }
          product(parts, connection, stretch, back.gradient, back.stride, sourceSpikes, source.gradientStride, 1)
          break
        case "after":
          for (let block = 0; block < source.blocks; block++) {
            const out = sourceSpikes + block * source.gradientStride
            back.hold(block, arrived + block * stride, out, 1, stretch)
          }
          break
        case "instead":
          back.gather(targetInput, sourceSpikes, stretch)
      }
    },
  }
}

/** Adds what arrives within a stretch. */
function accumulate({ k, layout, thread, inputOf }: LinkParts, connection: ConnectionLayout, stretch: Stretch): void {
  const { from, to, weights, threads } = connection
  const { rows, at, offsets } = threads[thread]
  const weightStride = layout.populations[from].size * stepBytes
  const { blocks } = layout.populations[to]
  const input = inputOf(to, 0)
  k.accumulateBlocks(rows, at, offsets, stretch.from, stretch.to, weights, weightStride, input, layout.stride, blocks)
}

/** Writes (or adds) the product of gradients of a stretch with the weights, for all blocks of the source. */
function product(
  { k, layout }: LinkParts,
  connection: ConnectionLayout,
  { from, to }: Stretch,
  gradient: number,
  stride: number,
  out: number,
  outStride: number,
  add: number,
): void {
  const [source, target] = [layout.populations[connection.from], layout.populations[connection.to]]
  const first = from * stepBytes
  const weightStride = target.blocks * blockSize * stepBytes
  k.productBlocks(
    gradient + first,
    stride,
    target.size,
    connection.transposed,
    weightStride,
    to - from,
    out + first,
    outStride,
    source.blocks,
    add,
  )
}
