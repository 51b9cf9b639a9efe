import { type BlockProduct, blockProduct, type ProductKind, sparseBlockProduct } from "./block-product.js"
import type { Back, Held } from "./held/held.js"
import type { Kernels } from "./kernels.js"
import type { ConnectionLayout } from "./layout/connection.js"
import type { Layout } from "./layout/layout.js"
import { blockBytes } from "./layout/sizes.js"
import type { Stretch } from "./neurons/neuron-kernel.js"
import type { ThreadPlaces } from "./thread-places.js"

/** Brings gradients back through connections, a stretch of steps at a time, on one thread. */
export class GradientsBack {
  /** How the largest products are worked out. */
  products: ProductKind = "exact"
  /** Connections whose targets were gone back through in this stretch, and whose sources were not, by source. */
  private readonly due: readonly ConnectionLayout[][]

  constructor(
    private readonly k: Kernels,
    private readonly memory: WebAssembly.Memory,
    private readonly layout: Layout,
    private readonly thread: number,
    private readonly places: ThreadPlaces,
    private readonly held: ReadonlyMap<ConnectionLayout, Held>,
  ) {
    this.due = layout.populations.map(() => [])
  }

  /** Notes that the gradient of a connection's input is there, to be brought to the spikes of its source. */
  through(connection: ConnectionLayout): void {
    if (this.layout.populations[connection.from].neuron) this.due[connection.from].push(connection)
  }

  /**
   * Brings a population what its connections owe to the gradient of its spikes.
   *
   * @returns what brings the rest of it, a block at a time, right before it is needed: it is then still in the processor's first cache
   */
  toSpikes(index: number, stretch: Stretch): ((block: number) => void) | undefined {
    const { k, layout, due, thread } = this
    const { blocks, spikeGradientBytes, threads } = layout.populations[index]
    // the loss has written that of the output
    let add = index === layout.populations.length - 1
    if (!add && due[index].length === 0) k.clear(threads[thread].spikeGradient, spikeGradientBytes)
    let bring: ((block: number) => void) | undefined
    for (const connection of due[index]) {
      // all of them work in the same scratch: one must be done before the next begins
      if (bring) for (let block = 0; block < blocks; block++) bring(block)
      bring = this.bring(connection, stretch, add)
      add = true
    }
    due[index].length = 0
    return bring
  }

  /** Brings it all of it at once. */
  allToSpikes(index: number, stretch: Stretch): void {
    const bring = this.toSpikes(index, stretch)
    if (bring) for (let block = 0; block < this.layout.populations[index].blocks; block++) bring(block)
  }

  /** What brings the gradient of a connection's input to the spikes of its source, a block at a time; the first connection writes, further ones add. */
  private bring(connection: ConnectionLayout, stretch: Stretch, add: boolean): (block: number) => void {
    const { k, thread } = this
    const { stride } = this.layout
    const { from, to, delayed, delays, threads } = connection
    const start = stretch.from * blockBytes
    const back = this.held.get(connection)?.back
    const places = this.places.blocks(from, stretch.from)
    const isHeld = delayed || back?.kind === "after"
    const product =
      back?.kind === "instead"
        ? this.passBack(back, to, add, stretch)
        : this.product(connection, stretch, add && !isHeld, back)
    if (!isHeld) return (block) => product(block, places[block].spikeGradient + start)
    const adding = add ? 1 : 0
    return (block) => {
      const { spikeGradient } = places[block]
      const arrived = threads[thread].arrived + block * stride
      product(block, arrived + start)
      if (back?.kind === "after") back.hold(block, arrived, spikeGradient, adding, stretch)
      else {
        const own = delays + block * blockBytes
        k.unshift(arrived, own, stretch.from, stretch.to, stretch.steps, spikeGradient, adding)
      }
    }
  }

  /** What brings input gradients of a connection's target to the spikes of its source, a block of the source at a time. */
  private product(connection: ConnectionLayout, { from, to }: Stretch, add: boolean, back?: Back): BlockProduct {
    const { k, memory, thread, layout, places } = this
    const target = layout.populations[connection.to]
    const parts = { k, memory, scratch: layout.scratch[thread] }
    const [gradient, stride] =
      back?.kind === "before"
        ? [back.gradient, back.stride]
        : [places.block(connection.to, 0, from).inputGradient + from * blockBytes, target.gradientStride]
    const upper = { ...target, gradientStride: stride }
    const whole = () => blockProduct(this.products, parts, connection, upper, gradient, to - from, add)
    // a delay's gradient, and what delays bring elsewhere, is asked for in all steps
    if (!layout.populations[connection.from].compact || connection.delayed || back?.kind === "after") return whole()
    const slopes = (block: number) => places.block(connection.from, block).slopes + from * blockBytes
    const { size } = layout.populations[connection.from]
    return sparseBlockProduct(this.products, parts, connection, upper, slopes, size, gradient, to - from, add, whole)
  }

  /** The same where each pair has its delay. */
  private passBack(
    { begin, pass }: Back & { kind: "instead" },
    to: number,
    add: boolean,
    stretch: Stretch,
  ): BlockProduct {
    begin(this.places.block(to, 0).inputGradient, this.layout.populations[to].gradientStride, stretch)
    return (block, out) => pass(block, out, add ? 1 : 0, stretch)
  }
}
