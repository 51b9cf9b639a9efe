import type { Network, NetworkGraph } from "../network/index.js"

/** The graph alone. */
export const plainGraph = ({ dt, steps, populations, connections }: NetworkGraph): NetworkGraph => ({
  dt,
  steps,
  populations,
  connections,
})

/** Graph and parameters, without history and whatever else a network carries: what a thread and a checkpoint need. */
export const plainNetwork = (network: Network): Network => ({ ...plainGraph(network), parameters: network.parameters })
