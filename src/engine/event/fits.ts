import { inputOf, type Network } from "../../network/index.js"
import type { SpikeDataset } from "../../spikes/index.js"

/** @throws RangeError for data that the network cannot be given */
export function checkFits(network: Network, data: SpikeDataset): void {
  const { size } = inputOf(network)
  if (data.unitCount !== size) {
    throw new RangeError(`event engine: the network has ${size} inputs and the data ${data.unitCount} units.`)
  }
  if (data.dt !== network.dt) {
    throw new RangeError(
      `event engine: the network runs steps of ${network.dt} ms and the data has steps of ${data.dt} ms; make both of one kind.`,
    )
  }
  if (data.steps > network.steps) {
    throw new RangeError(
      `event engine: the network simulates ${network.steps} steps and the data has ${data.steps}; give network() a longer duration.`,
    )
  }
}
