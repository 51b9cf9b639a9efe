import type { Delay } from "./delay.js"
import type { Network } from "./network.js"

/**
 * The network with each delay at the nearest whole step within its bounds, as hardware would have it. A delay acts by its floor, so that
 * those with a half or more move on by a step; Gaussian ones act at the nearest step anyway, once they are not spread.
 */
export function roundDelays<N extends Network>(net: N): N {
  const parameters = net.parameters?.map(({ delaySteps, ...others }, index) => {
    const { delay } = net.connections[index]
    return delay && delaySteps ? { ...others, delaySteps: delaySteps.map((d) => nearest(delay, d, net.dt)) } : others
  })
  return { ...net, ...(parameters && { parameters }) }
}

function nearest({ min, max }: Delay, steps: number, dt: number): number {
  const [low, high] = [Math.ceil(min / dt), Math.floor(max / dt)]
  // bounds with no whole step between them leave the delay as it acts
  return low > high ? Math.floor(steps) : Math.min(high, Math.max(low, Math.round(steps)))
}
