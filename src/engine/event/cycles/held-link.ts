import type { ConnectionLayout } from "../layout/connection.js"
import type { SampleRunner } from "../sample-runner.js"
import type { CycleLink } from "./cycle-link.js"
import { cycleProduct } from "./cycle-product.js"
import { arrivedOf } from "./lanes.js"

/** What spikes will bring is written where it arrives. */
export function heldLink(lanes: readonly SampleRunner[], connection: ConnectionLayout): CycleLink {
  const held = lanes.map((lane) => lane.held.get(connection)!)
  const { populations } = lanes[0].layout
  const { from, to } = connection
  const [source, target] = [populations[from], populations[to]]
  const arrived = arrivedOf(lanes, connection)
  const product = cycleProduct(lanes[0], connection)
  return {
    connection,
    enter: () => {},
    send(samples, stretch) {
      for (let lane = 0; lane < samples; lane++) {
        for (let block = 0; block < target.blocks; block++) {
          held[lane].forward(block, lanes[lane].places.block(to, block).input, 1, stretch)
        }
      }
      return 0
    },
    lost: (lane) => held[lane].lost(),
    hear: () => {},
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
