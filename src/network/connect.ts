import { checkOptions } from "../known-options.js"
import type { Delay } from "./delay.js"
import type { Connection, Network, NetworkGraph } from "./network.js"
import { validate } from "./validate.js"

/** How a population hears another one, or itself. */
export interface ConnectOptions {
  readonly from: string
  readonly to: string
  readonly delay?: Delay
  /** Weight-normalised (default) or plain weights. */
  readonly weightNorm?: boolean
  /** What every spike takes besides its delay (ms): one step where the connection leads back or to itself, else 0. */
  readonly latency?: number
}

/**
 * Adds a connection between any two populations of a network: a skip, or one that leads back. Spikes that lead back (to an earlier
 * population of the list, or to their own) arrive one step later at the earliest, unless `latency` says otherwise.
 *
 * @example connect(net, { from: "hidden2", to: "hidden1" })
 * @returns the network without parameters: initialise or fit it
 * @throws RangeError when a name is not known, the network has parameters already, or a cycle without delay would arise
 */
export function connect(net: Network, options: ConnectOptions): Network {
  if (net.parameters) {
    throw new RangeError(
      `connect: the network has parameters already, and ${options.from} -> ${options.to} would have none; connect it before it is initialised or trained.`,
    )
  }
  return validate({ ...net, connections: [...net.connections, connectionOf(net, options)] })
}

/** A connection as data. */
export function connectionOf(
  { populations, dt }: Pick<NetworkGraph, "populations" | "dt">,
  options: ConnectOptions,
): Connection {
  checkOptions("connect", options, { from: true, to: true, delay: true, weightNorm: true, latency: true })
  const { from, to, delay, weightNorm = true, latency } = options
  const place = (name: string) => populations.findIndex((p) => p.name === name)
  const latencySteps = latency === undefined ? Number(place(from) >= place(to)) : Math.round(latency / dt)
  if (!(latencySteps >= 0 && Number.isFinite(latencySteps))) {
    throw new RangeError(`connect: latency of ${from} -> ${to} is ${latency} ms; give 0 or more.`)
  }
  return { from, to, weightNorm, ...(delay && { delay }), ...(latencySteps > 0 && { latencySteps }) }
}
