import { type Simulation, simulate } from "../engine/index.js"
import type { Network } from "../network/index.js"
import type { SpikeTrain } from "../spikes/index.js"

/**
 * The spikes of every population of a network for one sample, input first, under their names: for `raster` and `rasterView`, which
 * stack them on one time axis.
 *
 * @example rasterView(layerSpikes(trained, test.sample(0)))
 * @throws RangeError when the network has no parameters, or the sample does not fit it
 */
export const layerSpikes = (network: Network, sample: SpikeTrain): { [population: string]: SpikeTrain } =>
  spikesOf(simulate(network, sample))

/** Those that a simulation recorded. */
export const spikesOf = ({ populations }: Simulation): { [population: string]: SpikeTrain } =>
  Object.fromEntries(Object.entries(populations).map(([name, { spikes }]) => [name, spikes]))
