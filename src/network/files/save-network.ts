import type { Network, NetworkGraph } from "../network.js"
import { validate } from "../validate.js"
import { checkDelays } from "./check-delays.js"
import { readNetworkFile, writeNetworkFile } from "./network-file.js"

/**
 * Saves a network with all that belongs to it: graph, parameters, those before training, and of a trained one its history and settings
 * (the seed among them). A safetensors file, so Python reads it too: `safetensors.numpy.load_file("a.safetensors")`.
 * Tensors are named `hidden1->output.weights` (targets x sources; the direction where weight-normalised), `.gains` (targets)
 * `.delaySteps` (sources, in steps of the data) `.taps` (of the target's post-synaptic filter) and `.constants` (trained ones of the target's neurons, as
 * logarithms), those before training `initial/hidden1->output.weights` and so on;
 * its `__metadata__` holds the graph (JSON) and the library's version.
 *
 * @param path by custom ends in `.safetensors`; folders are made, an older file is replaced once the new one is whole
 * @throws RangeError when a number is NaN or infinite
 */
export function saveNetwork(network: Network, path: string): void {
  const { dt, steps, populations, connections, parameters, initial, ...record } = network
  writeNetworkFile(path, {
    kind: "network",
    graph: { dt, steps, populations, connections },
    groups: { ...(parameters && { "": parameters }), ...(initial && { initial }) },
    record,
  })
}

/**
 * Loads a network that {@link saveNetwork} saved, to the bit as it was; also the network of a training's checkpoint.
 *
 * @throws Error when the file is missing, cut short, damaged, of another program or version, or holds NaN: each says what to do
 */
export function loadNetwork(path: string): Network {
  const { graph, groups, record } = readNetworkFile(path)
  // the rest of a checkpoint is no part of a network
  const { checkpoint: _, ...further } = record as { checkpoint?: unknown }
  const network: NetworkGraph & Network = {
    ...graph,
    ...(groups[""] && { parameters: groups[""] }),
    ...(groups.initial && { initial: groups.initial }),
    ...further,
  }
  for (const parameters of [network.parameters, network.initial]) checkDelays(graph, parameters, path)
  return validate(network)
}
