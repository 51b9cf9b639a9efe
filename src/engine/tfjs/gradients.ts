import type { Rank, Scalar, Tensor, Tensor3D } from "@tensorflow/tfjs"
import { filterOf, type NetworkGraph, outputOf, type Parameters, partsOf, zerosLike } from "../../network/index.js"
import type { SpikeDataset } from "../../spikes/index.js"
import { boundsOf } from "../activity.js"
import type { ForwardResult, GradientResult, Loss, Pass } from "../engine.js"
import { checkLoss, decision } from "../loss.js"
import { checkPass } from "../pass.js"
import { connectionsOf } from "./cycle.js"
import { summary } from "./forward.js"
import { scoped } from "./load.js"
import { lossOf } from "./loss.js"
import { penaltyIn } from "./penalty.js"
import { changesOf, enter, type Reference } from "./reference.js"
import { type Activity, type ConnectionTensors, heard, run } from "./run.js"

/** Parameters that belong to a connection's target. */
const ofNeurons = new Set(["taps", "constants"])

/** A tensor of parameters of a connection. */
interface Trained {
  readonly c: number
  readonly key: keyof ConnectionTensors
  readonly tensor: Tensor
}

/**
 * Gradients of the mean loss. Those of a cycle's connections are taken in a second step: what they bring is called for at each step, so their
 * currents' gradient is that of zeros that are added to these, and goes back through all steps at once.
 */
export function gradients(
  reference: Reference,
  parameters: Parameters,
  data: SpikeDataset,
  samples: ArrayLike<number>,
  loss: Loss,
  pass: Pass = {},
): GradientResult {
  const { tf, network } = reference
  const { populations, connections, steps } = network
  checkPass(pass, network, true)
  checkLoss(loss, network)
  return scoped(tf, () => {
    const { tensors, input } = enter(reference, parameters, data, samples)
    const labels = Int32Array.from(samples, (s) => data.labels[s])
    const inner = new Set(partsOf(network).flatMap((part) => connectionsOf(network, part)))
    const trained = trainedTensors(network, tensors).filter(({ c, key }) => ofNeurons.has(key) || !inner.has(c))
    const zeros = [...inner].map((c) => {
      const { size } = populations.find(({ name }) => name === connections[c].to)!
      return { c, tensor: tf.zeros<Rank.R3>([samples.length, steps, size]) }
    })
    let result: ForwardResult | undefined
    let sent: Tensor3D[] = []
    let parts: LossParts | undefined
    const lossIn = (...values: Tensor[]): Scalar => {
      const own = replaced(tensors, trained, values)
      const added = new Map(zeros.map(({ c }, i) => [c, values[trained.length + i] as Tensor3D]))
      const changes = changesOf(reference, samples, pass)
      const activity = run(tf, network, own, input, pass, { zeros: (c) => added.get(c), ...changes })
      result = summary(reference, activity, samples.length)
      sent = activity.sent.map((s) => tf.keep(s))
      parts = lossParts(reference, activity, labels, loss, pass)
      return parts.sum
    }
    const { grads } = tf.valueAndGrads(lossIn)([...trained, ...zeros].map(({ tensor }) => tensor))
    const out = zerosLike(parameters)
    const write = ({ c, key }: Trained, gradient: Tensor) =>
      out[c][key as "weights"].set(gradient.dataSync() as Float32Array)
    trained.forEach((own, i) => void write(own, grads[i]))
    zeros.forEach(({ c }, i) => {
      const own = trainedTensors(network, tensors).filter((one) => one.c === c && !ofNeurons.has(one.key))
      const source = sent[populations.findIndex(({ name }) => name === connections[c].from)]
      const currents = (...values: Tensor[]) => heard(tf, network, replaced(tensors, own, values)[c], c, source, pass)
      const ofOwn = tf.grads(currents)(
        own.map(({ tensor }) => tensor),
        grads[trained.length + i],
      )
      own.forEach((one, k) => void write(one, ofOwn[k]))
    })
    tf.dispose(sent)
    const { loss: lossAlone, penalties } = parts!
    const correct = hits(result!.outputCounts, labels)
    return { ...result!, loss: lossAlone, correct, penalties, gradients: out }
  })
}

/** What is trained, of all connections. */
function trainedTensors({ connections, ...rest }: NetworkGraph, tensors: readonly ConnectionTensors[]): Trained[] {
  const isTrained = (c: number, key: string): boolean => {
    if (key === "delaySteps") return connections[c].delay?.trained ?? false
    return key !== "taps" || (filterOf({ connections, ...rest }, c)?.trained ?? false)
  }
  return tensors.flatMap((connection, c) =>
    (Object.entries(connection) as [keyof ConnectionTensors, Tensor | undefined][]).flatMap(([key, tensor]) =>
      tensor && isTrained(c, key) ? [{ c, key, tensor }] : [],
    ),
  )
}

/** The same tensors, with other values in the place of some. */
function replaced(
  tensors: readonly ConnectionTensors[],
  which: readonly Trained[],
  values: readonly Tensor[],
): ConnectionTensors[] {
  const own: Record<string, Tensor>[] = tensors.map((connection) => ({ ...connection }))
  which.forEach(({ c, key }, i) => {
    own[c][key] = values[i]
  })
  return own as unknown as ConnectionTensors[]
}

interface LossParts {
  readonly sum: Scalar
  readonly loss: number
  /** What the activity of each population adds. */
  readonly penalties: readonly number[]
}

function lossParts(
  { tf, network }: Reference,
  { spikes }: Activity,
  labels: Int32Array,
  loss: Loss,
  { activity }: Pass,
): LossParts {
  const { populations } = network
  const penalties = populations.map(() => 0)
  const asked = lossOf(tf, loss, outputOf(network).neuron!, spikes[populations.length - 1], labels)
  const terms: Scalar[] = [asked]
  populations.forEach(({ name }, p) => {
    const bounds = boundsOf(activity, name)
    if (bounds.length === 0) return
    const penalty = penaltyIn(tf, bounds, spikes[p])
    penalties[p] = penalty.dataSync()[0]
    terms.push(penalty)
  })
  return { sum: tf.addN(terms), loss: asked.dataSync()[0], penalties }
}

/** Samples whose class has the highest score (the first, on a tie). */
function hits(counts: Float32Array, labels: Int32Array): number {
  const classes = counts.length / labels.length
  return labels.filter((label, s) => decision(counts.subarray(s * classes, (s + 1) * classes)) === label).length
}
