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
  /** Whether a population's spike gradient was written in this stretch: the first connection writes, further ones add. */
  private readonly written: boolean[] = []

  constructor(
    private readonly k: Kernels,
    private readonly memory: WebAssembly.Memory,
    private readonly layout: Layout,
    private readonly thread: number,
    private readonly places: ThreadPlaces,
    private readonly held: ReadonlyMap<ConnectionLayout, Held>,
  ) {}

  /** Of a stretch on the way back, only the output's gradient is there at first. */
  beginStretch(): void {
    const last = this.layout.populations.length - 1
    this.written.fill(false, 0, last)
    this.written[last] = true
  }

  /** Clears the gradient of a population's spikes, unless something is in it. */
  beginSpikeGradient(index: number): void {
    if (this.written[index]) return
    this.written[index] = true
    const { blocks, gradientStride, threads } = this.layout.populations[index]
    const { spikeGradient } = threads[this.thread]
    this.k.clear(spikeGradient, blocks * gradientStride)
  }

  /** Brings the gradient of a connection's input to the spikes of its source. */
  through(connection: ConnectionLayout, stretch: Stretch): void {
    const { k, thread, written } = this
    const { stride, populations } = this.layout
    const { from, to, delayed, delays, threads } = connection
    const source = populations[from]
    if (!source.neuron) return
    const add = written[from]
    written[from] = true
    const start = stretch.from * blockBytes
    const back = this.held.get(connection)?.back
    const product =
      back?.kind === "instead"
        ? this.passBack(back, to, add, stretch)
        : this.product(connection, stretch, add && !delayed && back?.kind !== "after", back)
    for (let block = 0; block < source.blocks; block++) {
      const { spikeGradient } = this.places.block(from, block, stretch.from)
      if (back?.kind === "after") {
        const arrived = threads[thread].arrived + block * stride
        product(block, arrived + start)
        back.hold(block, arrived, spikeGradient, add ? 1 : 0, stretch)
        continue
      }
      if (!delayed) {
        product(block, spikeGradient + start)
        continue
      }
      const arrived = threads[thread].arrived + block * stride
      product(block, arrived + start)
      const own = delays + block * blockBytes
      k.unshift(arrived, own, stretch.from, stretch.to, stretch.steps, spikeGradient, add ? 1 : 0)
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
