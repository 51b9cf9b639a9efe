import type { Loss } from "../../src/engine/engine.js"
import type { Neuron } from "../../src/network/index.js"

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)

/** The alpha kernels of the input and of the refractory response, by steps since. */
export function kernels(neuron: Extract<Neuron, { kind: "srmAlpha" }>, dt: number) {
  const alpha = (tau: number) => {
    const whole = (k: number) => (k / tau) * Math.exp(1 - k / tau)
    let end = Number.POSITIVE_INFINITY
    if (neuron.cut) for (end = Math.floor(tau) + 1; whole(end) >= 0.01; ) end++
    return (k: number) => (k < end ? whole(k) : 0)
  }
  return { e: alpha((neuron.tau ?? dt) / dt), eRefractory: alpha((neuron.tauRefractory ?? 2 * dt) / dt) }
}

/** The surrogate. */
export function derivative({ threshold, surrogate: { kind, scale, width } }: Neuron, u: number): number {
  const x = (u - threshold) / width
  const size = Math.abs(x)
  switch (kind) {
    case "exponential":
      return scale * Math.exp(-size)
    case "fastSigmoid":
      return scale / (1 + size) ** 2
    case "arctangent":
      return scale / (1 + ((Math.PI * x) / 2) ** 2)
    case "triangle":
      return scale * Math.max(0, 1 - size)
    case "sigmoid":
      return (scale * 4 * Math.exp(-size)) / (1 + Math.exp(-size)) ** 2
    case "rectangle":
      return size < 1 ? scale : 0
    case "straightThrough":
      return scale
  }
}

/** A function whose derivative is the surrogate. */
export function integral({ threshold, surrogate: { kind, scale, width } }: Neuron, u: number): number {
  const x = (u - threshold) / width
  const size = Math.abs(x)
  const height = scale * width
  switch (kind) {
    case "exponential":
      return height * Math.sign(x) * (1 - Math.exp(-size))
    case "fastSigmoid":
      return (height * x) / (1 + size)
    case "arctangent":
      return height * (2 / Math.PI) * Math.atan((Math.PI * x) / 2)
    case "triangle":
      return height * Math.sign(x) * (size < 1 ? size - size ** 2 / 2 : 0.5)
    case "sigmoid":
      return (height * 4) / (1 + Math.exp(-x))
    case "rectangle":
      return height * Math.max(-1, Math.min(1, x))
    case "straightThrough":
      return height * x
  }
}

/** Loss of one sample and its gradient with respect to the counts. */
export function lossOf(
  loss: Loss,
  counts: number[],
  label: number,
  steps: number,
): { value: number; gradient: number[] } {
  const hit = counts.map((_, k) => (k === label ? 1 : 0))
  if (loss.kind === "spikeRate") {
    const errors = counts.map((n, k) => n / steps - (hit[k] ? loss.correct : loss.wrong))
    return { value: sum(errors.map((e) => e ** 2)), gradient: errors.map((e) => (2 * e) / steps) }
  }
  const total = sum(counts.map((n) => Math.exp(loss.scale * n)))
  const share = counts.map((n) => Math.exp(loss.scale * n) / total)
  return { value: -Math.log(share[label]), gradient: share.map((s, k) => loss.scale * (s - hit[k])) }
}
