import { displaySymbol } from "../display/index.js"
import { networkCard } from "./card.js"
import { constantsShape, fromParameter, parameterBounds } from "./constants.js"
import { delayKinds } from "./delay.js"
import { delayCount } from "./delay-shape.js"
import { oneOf } from "./did-you-mean.js"
import { filterOf } from "./filter-of.js"
import type { Network } from "./network.js"
import { sendsSpikes } from "./neuron.js"
import { leastSteps, partsOf } from "./parts.js"
import { surrogateKinds } from "./surrogate.js"

/**
 * Checks that a graph can be run, and returns it.
 *
 * @throws RangeError naming the population or connection that does not fit
 */
export function validate(net: Network): Network {
  const { populations, connections } = net
  if (!(Number.isInteger(net.steps) && net.steps >= 1))
    throw new RangeError(`network: ${net.steps} steps cannot be simulated; give a whole number, at least 1.`)
  if (populations.length < 2) throw new RangeError("network: there is no layer; give at least a readout.")
  const sizes = new Map<string, number>()
  for (const { name, size, neuron } of populations) {
    if (sizes.has(name)) throw new RangeError(`network: two populations are named "${name}".`)
    if (!(Number.isInteger(size) && size > 0)) {
      throw new RangeError(`network: population "${name}" has ${size} neurons; give a whole number above 0.`)
    }
    if (neuron && sendsSpikes(neuron)) oneOf("surrogate", neuron.surrogate.kind, surrogateKinds)
    sizes.set(name, size)
  }
  const inputs = populations.filter((p) => !p.neuron)
  if (inputs.length !== 1)
    throw new RangeError(`network: ${inputs.length} populations without a neuron; the input is one.`)
  const silent = populations.slice(0, -1).find(({ neuron }) => neuron && !sendsSpikes(neuron))
  if (silent) {
    throw new RangeError(
      `network: population "${silent.name}" is a ${silent.neuron?.kind}, which sends no spikes; it can only be the last.`,
    )
  }
  if (populations[0].neuron) {
    throw new RangeError(
      `network: "${populations[0].name}" is listed before the input, "${inputs[0].name}"; list the input first.`,
    )
  }
  const { name: end, neuron: last } = populations[populations.length - 1]
  const silentEnd = last && !sendsSpikes(last) ? end : undefined
  for (const connection of connections) {
    const { from, to, delay, latencySteps = 0 } = connection
    for (const name of [from, to]) {
      if (!sizes.has(name))
        throw new RangeError(`network: connection ${from} -> ${to} names "${name}", which is no population.`)
    }
    if (from === silentEnd) {
      throw new RangeError(`network: connection ${from} -> ${to} starts at a population that sends no spikes.`)
    }
    if (to === inputs[0].name) throw new RangeError(`network: connection ${from} -> ${to} ends at the input.`)
    if (delay) oneOf(`network: delays of ${from} -> ${to}`, delay.kind, delayKinds)
    if (!(Number.isInteger(latencySteps) && latencySteps >= 0)) {
      throw new RangeError(
        `network: ${from} -> ${to} has a latency of ${latencySteps} steps; give a whole number, 0 or more.`,
      )
    }
    const least = leastSteps(connection, net.dt)
    if (least >= net.steps) {
      throw new RangeError(
        `network: delays of ${from} -> ${to} are at least ${least * net.dt} ms, and the window is ${net.steps * net.dt} ms: no spike would arrive.`,
      )
    }
  }
  const unheard = populations.find(({ name, neuron }) => neuron && !connections.some(({ to }) => to === name))
  if (unheard)
    throw new RangeError(`network: no connection leads to population "${unheard.name}"; connect it or leave it out.`)
  partsOf(net)
  checkCounts(net)
  net.connections.forEach((connection, index) => {
    const parameters = net.parameters?.[index]
    if (!parameters) return
    const expected = sizes.get(connection.from)! * sizes.get(connection.to)!
    if (parameters.weights.length !== expected) {
      throw new RangeError(
        `network: ${connection.from} -> ${connection.to} needs ${expected} weights and has ${parameters.weights.length}.`,
      )
    }
    const delays = delayCount(net, index)
    const { delaySteps } = parameters
    if (delays > 0 && delaySteps?.length !== delays) {
      throw new RangeError(
        `network: ${connection.from} -> ${connection.to} needs ${delays} delays (${connection.delay!.kind}) and has ${delaySteps?.length ?? 0}.`,
      )
    }
    const negative = delaySteps?.findIndex((steps) => steps < 0) ?? -1
    if (negative >= 0) {
      throw new RangeError(
        `network: delay ${negative} of ${connection.from} -> ${connection.to} is ${delaySteps![negative] * net.dt} ms; a delay cannot be negative.`,
      )
    }
    const filter = filterOf(net, index)
    if (filter && parameters.taps?.length !== filter.taps) {
      throw new RangeError(
        `network: ${connection.from} -> ${connection.to} needs ${filter.taps} taps and has ${parameters.taps?.length ?? 0}.`,
      )
    }
    checkConstants(net, index)
    for (const [name, kind] of [
      ["weight", "weights"],
      ["gain", "gains"],
      ["delay", "delaySteps"],
      ["tap", "taps"],
      ["constant", "constants"],
    ] as const) {
      const values = parameters[kind]
      const place = values?.findIndex((value) => !Number.isFinite(value)) ?? -1
      if (place >= 0) {
        throw new RangeError(
          `network: ${name} ${place} of ${connection.from} -> ${connection.to} is ${values![place]}.`,
        )
      }
    }
  })
  return shown(net)
}

/** Gives a network the method by which a notebook shows it; under a symbol, so that it stays plain data to JSON and to workers. */
const shown = (net: Network): Network => ({
  ...net,
  [displaySymbol](this: Network) {
    return networkCard(this)
  },
})

/** Trained constants: as many as the neurons need, and within their bounds. */
function checkConstants(net: Network, index: number): void {
  const shape = constantsShape(net, index)
  const { constants } = net.parameters![index]
  const { to } = net.connections[index]
  if (!shape) {
    if (!constants) return
    throw new RangeError(
      `network: "${to}" has trained constants and its neurons train none; give them trainTau, or leave the constants out.`,
    )
  }
  const needed = shape[0] * shape[1]
  if (constants?.length !== needed) {
    throw new RangeError(`network: "${to}" needs ${needed} trained constants and has ${constants?.length ?? 0}.`)
  }
  // a bound need not be a number of 32 bits
  const [low, high] = parameterBounds(net)
  const place = constants.findIndex((value) => value < low - 1e-3 || value > high + 1e-3)
  if (place < 0) return
  const ms = (parameter: number) => `${Number(fromParameter(parameter).toPrecision(4))} ms`
  throw new RangeError(
    `network: trained constant ${place} of "${to}" is ${ms(constants[place])}, outside its bounds ${ms(low)} to ${ms(high)} (a fifth of a step, and a hundred windows); start within them, or let it be fixed.`,
  )
}

/** Parameters for each connection, and gains where it is weight-normalised. */
function checkCounts({ populations, connections, parameters }: Network): void {
  if (!parameters) return
  if (parameters.length !== connections.length) {
    throw new RangeError(
      `network: ${connections.length} connections and parameters of ${parameters.length}; give those of each connection, or none.`,
    )
  }
  connections.forEach(({ from, to }, index) => {
    const { gains } = parameters[index]
    const targets = populations.find(({ name }) => name === to)!.size
    if (gains && gains.length !== targets) {
      throw new RangeError(`network: ${from} -> ${to} needs ${targets} gains and has ${gains.length}.`)
    }
  })
}
