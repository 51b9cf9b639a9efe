import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from "@tensorflow/tfjs"
import { type Connection, type Delay, isSpread, wholeSteps } from "../../network/index.js"
import type { TensorFlow } from "./load.js"
import { currents } from "./weights.js"

/**
 * Weighted input of a connection's targets, each part of it held back by its delay.
 *
 * @param spikes samples x steps x sources
 * @param weights targets x sources
 * @param delaySteps sources, targets, or targets x sources
 * @param dt length of a step (ms)
 * @param width of Gaussian delays (steps)
 * @returns samples x steps x targets
 */
export function delayedCurrents(
  tf: TensorFlow,
  spikes: Tensor3D,
  weights: Tensor2D,
  delaySteps: Tensor,
  delay: Delay,
  dt: number,
  width?: number,
): Tensor3D {
  const bounds = [Math.floor(delay.min / dt), Math.ceil(delay.max / dt)] as const
  const hold = (x: Tensor3D, steps: Tensor1D) =>
    width !== undefined && isSpread(delay) ? spread(tf, x, steps, bounds, width) : delayed(tf, x, steps, delay)
  if (delay.kind === "axonal") return currents(tf, hold(spikes, delaySteps as Tensor1D), weights)
  if (delay.kind === "dendritic") return hold(currents(tf, spikes, weights), delaySteps as Tensor1D)
  const each = tf.unstack(weights).map((row, target) => {
    const own = delaySteps.slice([target, 0], [1, row.size]).reshape<Tensor1D>([-1])
    return hold(spikes, own).mul(row).sum(-1)
  })
  return tf.stack(each, 2) as Tensor3D
}

/**
 * Sharp delays: each neuron's row arrives whole steps later; what would arrive past the window is lost.
 * With s what arrives and g the gradient with respect to it, SLAYER's gradients are
 *
 *   d loss / d delay = sum over samples and t of s(t) (g(t) - g(t-1)), g(-1) = 0
 *       or, by interpolation, of s(t) (g(t+1) - g(t)), g(steps) = 0
 *   d loss / d x(t) = g(t + floor(delay)), 0 past the window
 *
 * @param x spikes or currents; samples x steps x neurons
 * @param delaySteps neurons
 */
function delayed(tf: TensorFlow, spikes: Tensor3D, delaySteps: Tensor1D, delay: Delay): Tensor3D {
  return tf.customGrad((x, delays, save) => {
    const whole = (delays as Tensor1D).dataSync().map((d) => wholeSteps(delay, d))
    const value = shift(tf, x as Tensor3D, (n) => whole[n])
    ;(save as (tensors: Tensor[]) => void)([value])
    const gradFunc = (g: Tensor3D, [s]: Tensor[]) => [
      shift(tf, g, (n) => -whole[n]),
      s
        .mul(delay.gradient === "interpolation" ? shift(tf, g, () => -1).sub(g) : g.sub(shift(tf, g, () => 1)))
        .sum([0, 1]),
    ]
    return { value, gradFunc }
  })(spikes, delaySteps) as Tensor3D
}

/** Delays spread by a Gaussian over the steps within their bounds: softmax of -(n - d)^2 / (2 width^2). */
function spread(
  tf: TensorFlow,
  x: Tensor3D,
  delaySteps: Tensor1D,
  [lowest, highest]: readonly [number, number],
  width: number,
): Tensor3D {
  const away = tf.sub(tf.range(lowest, highest + 1).expandDims(0), delaySteps.expandDims(1)).div(width)
  const shares = tf.unstack(away.square().mul(-0.5).softmax(), 1)
  const inside = shares.slice(0, Math.max(0, x.shape[1] - lowest))
  return tf.addN(inside.map((share, n) => later(tf, x, lowest + n).mul(share))) as Tensor3D
}

/** All neurons' rows so many steps later. */
export function later(tf: TensorFlow, x: Tensor3D, by: number): Tensor3D {
  const [samples, steps, neurons] = x.shape
  return tf.pad3d(x.slice([0, 0, 0], [samples, steps - by, neurons]), [[0, 0], [by, 0], [0, 0]]) // biome-ignore format: one pair an axis
}

/** Moves every neuron's row by its own number of steps; zeros come in at the end. */
function shift(tf: TensorFlow, x: Tensor3D, by: (neuron: number) => number): Tensor3D {
  const [samples, steps, neurons] = x.shape
  const zero = steps * neurons
  const from = Int32Array.from({ length: zero }, (_, place) => {
    const neuron = place % neurons
    const t = (place - neuron) / neurons - by(neuron)
    return t >= 0 && t < steps ? t * neurons + neuron : zero
  })
  return tf.tidy(() => {
    const padded = tf.pad(x.reshape([samples, zero]), [[0, 0], [0, 1]]) // biome-ignore format: one pair an axis
    return padded.gather(tf.tensor1d(from, "int32"), 1).reshape([samples, steps, neurons])
  })
}

/** Spikes that do not arrive within the window; a spike counts by the share of the targets that it does not reach. */
export function lostIn(spikes: Tensor3D, { delay, latencySteps = 0 }: Connection, delaySteps?: Tensor): number {
  if (!delay && latencySteps === 0) return 0
  const [, steps, sources] = spikes.shape
  const counts = spikes.sum(0).dataSync()
  const delays = delay && delaySteps ? delaySteps.dataSync().map((d) => wholeSteps(delay, d)) : undefined
  const late = (source: number, by: number) => {
    let sum = 0
    for (let t = Math.max(0, steps - latencySteps - by); t < steps; t++) sum += counts[t * sources + source]
    return sum
  }
  let lost = 0
  for (let source = 0; source < sources; source++) {
    if (!delay || !delays) lost += late(source, 0)
    else if (delay.kind === "axonal") lost += late(source, delays[source])
    else {
      const targets = delay.kind === "dendritic" ? delays.length : delays.length / sources
      for (let target = 0; target < targets; target++) {
        lost += late(source, delays[delay.kind === "dendritic" ? target : target * sources + source]) / targets
      }
    }
  }
  return lost
}
