import { loadNetwork } from "../network/index.js"
import type { TrainedNetwork } from "./training-run.js"

/**
 * Loads a trained network with its history and settings, as {@link saveNetwork} saved it.
 *
 * @throws Error as {@link loadNetwork} does, and where the network was not trained
 */
export function loadTrained(path: string): TrainedNetwork {
  const network = loadNetwork(path)
  if (!("history" in network && "settings" in network)) {
    throw new Error(`${path}: its network was not trained; loadNetwork() reads it.`)
  }
  return network as TrainedNetwork
}
