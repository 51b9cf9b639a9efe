import type { Tensor, Tensor1D } from "@tensorflow/tfjs"
import { alphaTaps, type SrmAlpha } from "../../network/index.js"
import { leftOf, type Value } from "./constants.js"
import type { Step } from "./dynamics.js"
import type { TensorFlow } from "./load.js"
import { detach, spikeFunction } from "./spike.js"

/**
 * SLAYER's spike response model: the input through one alpha kernel, the own spikes so far through another.
 *
 *   u(t) = (e * input)(t) - refractoryScale threshold (eRefractory * s)(t),  s(t) = u(t) >= threshold
 *
 * e(0) = 0: both sums reach to t - 1. Own spikes are detached, as in SLAYER: no gradient passes the refractory response.
 */
export function srmAlphaStep(
  tf: TensorFlow,
  neuron: SrmAlpha,
  dt: number,
  [tau]: readonly Value[],
  taps?: Tensor1D,
): Step {
  if (neuron.psp && taps) return filteredStep(tf, neuron, dt, taps)
  const respond = alphaFilter(tf, typeof tau === "number" ? tau / dt : tau.div(dt), neuron.cut)
  const recover = alphaFilter(tf, (neuron.tauRefractory ?? 2 * dt) / dt, neuron.cut)
  const spike = spikeFunction(tf, neuron.threshold, neuron.surrogate)
  let u: Tensor | undefined
  return (current) => {
    const s = spike(u ?? current.mul(0))
    const spent = recover(detach(tf, s)).mul(neuron.refractoryScale * neuron.threshold)
    u = respond(current).sub(spent)
    return s
  }
}

/** With a filter, u(t) = sum over k of tap(k) input(t - k) less the refractory response: here the input acts in its own step. */
function filteredStep(tf: TensorFlow, neuron: SrmAlpha, dt: number, taps: Tensor1D): Step {
  const recover = alphaFilter(tf, (neuron.tauRefractory ?? 2 * dt) / dt, neuron.cut)
  const spike = spikeFunction(tf, neuron.threshold, neuron.surrogate)
  const tap = tf.unstack(taps)
  const inputs: Tensor[] = []
  let spent: Tensor | undefined
  return (current) => {
    inputs.unshift(current)
    const response = tf.addN(inputs.slice(0, tap.length).map((input, k) => input.mul(tap[k])))
    const s = spike(spent ? response.sub(spent) : response)
    spent = recover(detach(tf, s)).mul(neuron.refractoryScale * neuron.threshold)
    return s
  }
}

/**
 * Convolution with e(k) = k/tau exp(1 - k/tau), as a recurrence with a = exp(-1/tau):
 *
 *   p(t) = a p(t-1) + x(t);  q(t+1) = a (q(t) + p(t));  (e * x)(t+1) = (exp(1)/tau) q(t+1)
 *
 * Where the kernel is cut at K, its tail (exp(1)/tau) a^K (q(t+1-K) + K p(t+1-K)) is taken off again.
 *
 * A trained tau has no cut.
 *
 * @returns a function of x(t) that gives (e * x)(t+1)
 */
function alphaFilter(tf: TensorFlow, tauSteps: Value, cut: boolean): (x: Tensor) => Tensor {
  if (typeof tauSteps !== "number") {
    const a = leftOf(tf, tauSteps, 1)
    return alphaSums(a, tf.div(Math.E, tauSteps), Number.POSITIVE_INFINITY, 0)
  }
  const [a, height] = [Math.exp(-1 / tauSteps), Math.E / tauSteps]
  const length = cut ? alphaTaps(tauSteps).length : Number.POSITIVE_INFINITY
  return alphaSums(a, height, length, cut ? height * a ** length : 0)
}

/** @param tail what of a sum remains behind the cut */
function alphaSums(a: Value, height: Value, length: number, tail: number): (x: Tensor) => Tensor {
  const p: Tensor[] = []
  const q: Tensor[] = []
  return (x) => {
    const t = p.length
    q[0] ??= x.mul(0)
    p[t] = t > 0 ? p[t - 1].mul(a).add(x) : x
    q[t + 1] = q[t].add(p[t]).mul(a)
    const whole = q[t + 1].mul(height)
    const past = t + 1 - length
    return past < 0 ? whole : whole.sub(q[past].add(p[past].mul(length)).mul(tail))
  }
}
