import type { Loss } from "../../src/engine/engine.js"
import type { Neuron, SpikingNeuron } from "../../src/network/index.js"

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)

/** The alpha kernels of the input and of the refractory response, by steps since. */
export function kernels(neuron: Extract<Neuron, { kind: "srmAlpha" }>, dt: number, taps?: ArrayLike<number>) {
  const alpha = (tau: number) => {
    const whole = (k: number) => (k / tau) * Math.exp(1 - k / tau)
    let end = Number.POSITIVE_INFINITY
    if (neuron.cut) for (end = Math.floor(tau) + 1; whole(end) >= 0.01; ) end++
    return (k: number) => (k < end ? whole(k) : 0)
  }
  const filter = taps && ((k: number) => (k < taps.length ? taps[k] : 0))
  return { e: filter ?? alpha((neuron.tau ?? dt) / dt), eRefractory: alpha((neuron.tauRefractory ?? 2 * dt) / dt) }
}

/** The surrogate. */
export function derivative({ threshold, surrogate: { kind, scale, width } }: SpikingNeuron, u: number): number {
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
export function integral({ threshold, surrogate: { kind, scale, width } }: SpikingNeuron, u: number): number {
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

/** Loss of one sample and its gradient with respect to the scores (spike counts, or what was read off a membrane). */
export function lossOf(
  loss: Loss,
  counts: number[],
  label: number,
  steps: number,
): { value: number; gradient: number[] } {
  const hit = counts.map((_, k) => (k === label ? 1 : 0))
  switch (loss.kind) {
    case "spikeRate":
    case "spikeCount": {
      const unit = loss.kind === "spikeRate" ? steps : 1
      const errors = counts.map((n, k) => n / unit - (hit[k] ? loss.correct : loss.wrong))
      return { value: sum(errors.map((e) => e ** 2)), gradient: errors.map((e) => (2 * e) / unit) }
    }
    case "spikeProbability": {
      const total = sum(counts.map((n) => n + loss.floor))
      const own = counts[label] + loss.floor
      return { value: -Math.log(own / total), gradient: hit.map((h) => 1 / total - h / own) }
    }
    case "crossEntropy": {
      const total = sum(counts.map((n) => Math.exp(loss.scale * n)))
      const share = counts.map((n) => Math.exp(loss.scale * n) / total)
      return { value: -Math.log(share[label]), gradient: share.map((s, k) => loss.scale * (s - hit[k])) }
    }
  }
}

const column = (values: number[][], k: number) => values.map((row) => row[k])

/**
 * What an output is judged by: its spike counts, or what is read off its membrane.
 *
 * @param around where its largest value is looked for
 */
export function scoresOf(neuron: Neuron, activity: number[][], around = activity): number[] {
  return activity[0].map((_, k) => {
    const course = column(activity, k)
    if (neuron.kind !== "leakyIntegrator") return sum(course)
    return neuron.read === "maximum" ? course[largestOf(column(around, k))] : sum(course) / course.length
  })
}

const largestOf = (course: number[]) => course.indexOf(Math.max(...course))

/**
 * Loss of one sample and its gradient with respect to the output at each step.
 *
 * @param activity spikes or membrane potentials of the output; steps x classes
 */
export function lossOfActivity(
  loss: Loss,
  neuron: Neuron,
  activity: number[][],
  label: number,
  around = activity,
): { value: number; gradient: number[][] } {
  const steps = activity.length
  if (neuron.kind === "leakyIntegrator" && neuron.read === "steps") {
    const each = activity.map((row) => lossOf(loss, row, label, steps))
    return {
      value: sum(each.map(({ value }) => value)) / steps,
      gradient: each.map(({ gradient }) => gradient.map((g) => g / steps)),
    }
  }
  const { value, gradient } = lossOf(loss, scoresOf(neuron, activity, around), label, steps)
  const share = (k: number, t: number) => {
    if (neuron.kind !== "leakyIntegrator") return 1
    if (neuron.read === "mean") return 1 / steps
    return largestOf(column(around, k)) === t ? 1 : 0
  }
  return { value, gradient: activity.map((_, t) => gradient.map((g, k) => g * share(k, t))) }
}
