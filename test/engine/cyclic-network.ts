import { type ConnectOptions, connect, type Network } from "../../src/network/index.js"
import { random } from "../../src/random.js"
import type { Small } from "./small-network.js"

/** A small network with further connections, which have random parameters about as strong as the others. */
export function withConnections(
  { net, data, samples }: Small,
  added: readonly ConnectOptions[],
  strength = 0.5,
): Small {
  const { parameters, ...graph } = net
  const dice = random(7)
  const connected = added.reduce((so: Network, options) => connect(so, options), graph)
  const size = (name: string) => connected.populations.find((p) => p.name === name)!.size
  const further = connected.connections.slice(parameters.length).map(({ from, to, weightNorm, delay }) => {
    const [sources, targets] = [size(from), size(to)]
    const factor = weightNorm ? 1 : (2 * strength) / Math.sqrt(sources)
    return {
      weights: Float32Array.from({ length: sources * targets }, () => dice.normal() * factor),
      ...(weightNorm && { gains: Float32Array.from({ length: targets }, () => strength * (1 + dice.uniform())) }),
      ...(delay && {
        delaySteps: Float32Array.from(
          { length: delay.kind === "axonal" ? sources : delay.kind === "dendritic" ? targets : sources * targets },
          () => {
            const [low, high] = delay.start
            return low + dice.uniform() * (high - low)
          },
        ),
      }),
    }
  })
  return { net: { ...connected, parameters: [...parameters, ...further] }, data, samples }
}
