import type { Rank, Scalar, Tensor, Tensor3D } from "@tensorflow/tfjs"
import {
  filterOf,
  inputOf,
  type NetworkGraph,
  outputOf,
  type Parameters,
  partsOf,
  validate,
  zerosLike,
} from "../../network/index.js"
import type { Probes } from "../../perturb/index.js"
import { fromSamples, type SpikeDataset } from "../../spikes/index.js"
import { boundsOf } from "../activity.js"
import { checkProbes, seedOf } from "../check-probes.js"
import { keptNeurons } from "../dropout.js"
import type { Engine, ForwardResult, GradientResult, Pass } from "../engine.js"
import { checkLoss, decision } from "../loss.js"
import { checkPass } from "../pass.js"
import { connectionsOf } from "./cycle.js"
import { type Backend, scoped, tensorflow } from "./load.js"
import { lossOf, scoresOf } from "./loss.js"
import { penaltyIn } from "./penalty.js"
import { probedSpikes, probedSteps } from "./probe.js"
import { type Activity, type ConnectionTensors, heard, run, toTensors } from "./run.js"

/** The reference engine, and what it can show besides. */
export interface TfjsEngine extends Engine {
  readonly backend: string
  /** Spikes of every population as they are sent on, input first, before delays; the window is the network's. */
  record(parameters: Parameters, data: SpikeDataset, samples: ArrayLike<number>, pass?: Pass): SpikeDataset[]
}

/** Parameters that belong to a connection's target. */
const ofNeurons = new Set(["taps", "constants"])

/** Samples run at once where no gradient asks for all of them together. */
const chunk = 64

/**
 * The reference engine: dense, short, TensorFlow.js operations only. Whatever another engine does, it must agree with this one.
 *
 * @param options `backend`: this one instead of the best that is installed (for the whole process); `probe`: perturbations of
 *   populations' spikes, as in the event engine
 * @throws RangeError when the network does not fit together
 */
export async function tfjsEngine(
  network: NetworkGraph,
  options: { backend?: Backend; probe?: Probes } = {},
): Promise<TfjsEngine> {
  validate(network)
  checkProbes(options.probe, network)
  const tf = await tensorflow(options.backend)
  const { steps, populations, connections } = network
  const output = outputOf(network).neuron!
  const spiking = (p: number) => populations[p].neuron?.kind !== "leakyIntegrator"

  const isTrained = (c: number, key: string): boolean => {
    if (key === "delaySteps") return connections[c].delay?.trained ?? false
    return key !== "taps" || (filterOf(network, c)?.trained ?? false)
  }

  const enter = (parameters: Parameters, data: SpikeDataset, samples: ArrayLike<number>) => {
    validate({ ...network, parameters })
    fits(network, data)
    const dense = tf.tensor3d(data.dense(samples), [samples.length, data.steps, data.unitCount])
    const window: [number, number] = [0, steps - data.steps]
    return { tensors: toTensors(tf, network, parameters), input: tf.pad3d(dense, [[0, 0], window, [0, 0]]) }
  }

  const probing = (samples: ArrayLike<number>, pass?: Pass) => ({
    probed: (p: number, spikes: Tensor3D) => probedSpikes(tf, network, options.probe, p, spikes, seedOf(pass), samples),
    probedSteps: (p: number) => probedSteps(tf, network, options.probe, p, seedOf(pass), samples),
    kept: (p: number) => {
      const { name, size } = populations[p]
      const share = pass?.dropout?.[name]
      if (!share) return undefined
      const rows = Array.from(samples, (sample) => [...keptNeurons(size, share, seedOf(pass), p, sample)])
      return tf.tensor2d(rows)
    },
  })

  const forward: Engine["forward"] = (parameters, data, samples, pass = {}) => {
    checkPass(pass, network, false)
    const parts = chunks(samples).map((part) =>
      scoped(tf, () => {
        const { tensors, input } = enter(parameters, data, part)
        return summary(run(tf, network, tensors, input, pass, probing(part, pass)), part.length)
      }),
    )
    const share = parts.map(({ outputCounts }) => outputCounts.length / outputOf(network).size / samples.length)
    return {
      outputCounts: Float32Array.from(parts.flatMap(({ outputCounts }) => [...outputCounts])),
      rates: populations.map((_, p) => parts.reduce((sum, { rates }, i) => sum + rates[p] * share[i], 0)),
      lostSpikes: parts.reduce((sum, { lostSpikes }) => sum + lostSpikes, 0),
    }
  }

  const summary = ({ spikes, lostSpikes }: Activity, samples: number): ForwardResult => ({
    outputCounts: scoresOf(tf, output, spikes[spikes.length - 1]).dataSync() as Float32Array,
    rates: spikes.map((s, p) => (!spiking(p) ? 0 : s.sum().dataSync()[0] / (samples * steps * populations[p].size))),
    lostSpikes,
  })

  return {
    backend: tf.getBackend(),
    forward,

    gradients: (parameters, data, samples, loss, pass = {}): GradientResult =>
      scoped(tf, () => {
        checkPass(pass, network, true)
        checkLoss(loss, network)
        const { tensors, input } = enter(parameters, data, samples)
        const labels = Int32Array.from(samples, (s) => data.labels[s])
        const inner = new Set(partsOf(network).flatMap((part) => connectionsOf(network, part)))
        const trained = tensors.flatMap((connection, c) =>
          Object.entries(connection).flatMap(([key, tensor]) =>
            tensor && isTrained(c, key) && (ofNeurons.has(key) || !inner.has(c)) ? [{ c, key, tensor }] : [],
          ),
        )
        const zeros = [...inner].map((c) => {
          const { size } = populations.find(({ name }) => name === connections[c].to)!
          return { c, tensor: tf.zeros<Rank.R3>([samples.length, steps, size]) }
        })
        let result: ForwardResult | undefined
        let spikes: Tensor3D[] = []
        let lossAlone = 0
        const penalties = populations.map(() => 0)
        const lossIn = (...values: Tensor[]): Scalar => {
          const own: Record<string, Tensor>[] = tensors.map((connection) => ({ ...connection }))
          trained.forEach(({ c, key }, i) => {
            own[c][key] = values[i]
          })
          const added = new Map(zeros.map(({ c }, i) => [c, values[trained.length + i] as Tensor3D]))
          const activity = run(tf, network, own as unknown as ConnectionTensors[], input, pass, {
            zeros: (c) => added.get(c),
            ...probing(samples, pass),
          })
          result = summary(activity, samples.length)
          spikes = activity.sent.map((s) => tf.keep(s))
          const penalty = populations.flatMap(({ name }, p) => {
            const bounds = boundsOf(pass.activity, name)
            return bounds.length > 0 ? [{ p, value: penaltyIn(tf, bounds, activity.spikes[p]) }] : []
          })
          const asked = lossOf(tf, loss, output, activity.spikes[populations.length - 1], labels)
          lossAlone = asked.dataSync()[0]
          for (const { p, value } of penalty) penalties[p] = value.dataSync()[0]
          return tf.addN([asked, ...penalty.map(({ value }) => value)])
        }
        const all = [...trained, ...zeros].map(({ tensor }) => tensor)
        const { grads } = tf.valueAndGrads(lossIn)(all)
        const gradients = zerosLike(parameters)
        trained.forEach(({ c, key }, i) => {
          gradients[c][key as "weights"].set(grads[i].dataSync() as Float32Array)
        })
        zeros.forEach(({ c }, i) => {
          const keys = (["weights", "gains", "delaySteps"] as const).filter(
            (key) => tensors[c][key] && isTrained(c, key),
          )
          const sent = spikes[populations.findIndex(({ name }) => name === connections[c].from)]
          const heardWith = (...values: Tensor[]) => {
            const own = Object.fromEntries(keys.map((key, k) => [key, values[k]]))
            return heard(tf, network, { ...tensors[c], ...own } as ConnectionTensors, c, sent, pass)
          }
          const own = tf.grads(heardWith)(
            keys.map((key) => tensors[c][key]!),
            grads[trained.length + i],
          )
          keys.forEach((key, k) => {
            gradients[c][key]!.set(own[k].dataSync() as Float32Array)
          })
        })
        tf.dispose(spikes)
        const correct = hits(result!.outputCounts, labels)
        return { ...result!, loss: lossAlone, correct, penalties, gradients }
      }),

    record: (parameters, data, samples, pass = {}) => {
      checkPass(pass, network, false)
      const { dropout } = pass
      const parts = chunks(samples).map((part) =>
        scoped(tf, () => {
          const { tensors, input } = enter(parameters, data, part)
          return run(tf, network, tensors, input, { dropout }, probing(part, pass)).sent.map((s, p) =>
            events(spiking(p) ? s : tf.zerosLike(s)),
          )
        }),
      )
      const labels = Uint16Array.from(samples, (s) => data.labels[s])
      return populations.map(({ name, size }, p) =>
        fromSamples(
          parts.flatMap((part) => part[p]),
          { labels, classNames: data.classNames, unitCount: size, steps, dt: network.dt, name },
        ),
      )
    },
  }
}

function chunks(samples: ArrayLike<number>): number[][] {
  const all = Array.from(samples)
  return Array.from({ length: Math.ceil(all.length / chunk) }, (_, i) => all.slice(i * chunk, (i + 1) * chunk))
}

/** Event lists of a dense tensor; samples x steps x neurons. */
function events(spikes: Tensor3D): { times: number[]; units: number[] }[] {
  const [samples, steps, neurons] = spikes.shape
  const values = spikes.dataSync()
  return Array.from({ length: samples }, (_, sample) => {
    const times: number[] = []
    const units: number[] = []
    for (let k = 0; k < steps * neurons; k++) {
      if (values[sample * steps * neurons + k] === 0) continue
      times.push(Math.floor(k / neurons))
      units.push(k % neurons)
    }
    return { times, units }
  })
}

/** Samples whose class has the highest score (the first, on a tie). */
function hits(counts: Float32Array, labels: Int32Array): number {
  const classes = counts.length / labels.length
  return labels.filter((label, s) => decision(counts.subarray(s * classes, (s + 1) * classes)) === label).length
}

function fits({ steps, dt, ...network }: NetworkGraph, data: SpikeDataset): void {
  const { size } = inputOf({ steps, dt, ...network })
  if (data.unitCount !== size) {
    throw new RangeError(`tfjsEngine: the network has ${size} inputs and "${data.name}" has ${data.unitCount} units.`)
  }
  if (data.steps > steps || data.dt !== dt) {
    throw new RangeError(
      `tfjsEngine: "${data.name}" has ${data.steps} steps of ${data.dt} ms; the network runs ${steps} of ${dt} ms.`,
    )
  }
}
