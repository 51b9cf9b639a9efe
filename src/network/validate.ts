import { oneOf } from "../did-you-mean.js"
import { displaySymbol } from "../display/index.js"
import { networkCard } from "./card.js"
import { checkNeuron } from "./check-neuron.js"
import { checkParameters } from "./check-parameters.js"
import { delayKinds } from "./delay.js"
import type { Network } from "./network.js"
import { sendsSpikes } from "./neuron.js"
import { leastSteps, partsOf } from "./parts.js"

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
  for (const population of populations) {
    const { name, size } = population
    if (sizes.has(name)) throw new RangeError(`network: two populations are named "${name}".`)
    if (!(Number.isInteger(size) && size > 0)) {
      throw new RangeError(`network: population "${name}" has ${size} neurons; give a whole number above 0.`)
    }
    checkNeuron(population)
    sizes.set(name, size)
  }
  const inputs = populations.filter((p) => !p.neuron)
  if (inputs.length === 0) throw new RangeError("network: there is no input; it is the population without a neuron.")
  if (inputs.length > 1) {
    const without = inputs.slice(1).map(({ name }) => `"${name}"`)
    throw new RangeError(
      `network: ${without.join(" and ")} ${without.length > 1 ? "have" : "has"} no neuron, which only the input has not; give the layer one, as in dense(16, srmAlpha()).`,
    )
  }
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
    for (const name of [from, to]) oneOf(`network: connection ${from} -> ${to}: population`, name, [...sizes.keys()])
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
  if (net.parameters) checkParameters(net, net.parameters)
  return shown(net)
}

/** Gives a network the method by which a notebook shows it; under a symbol, so that it stays plain data to JSON and to workers. */
const shown = (net: Network): Network => ({
  ...net,
  [displaySymbol](this: Network) {
    return networkCard(this)
  },
})
