import { moveByMoments } from "../engine/index.js"
import { checkOptions } from "../known-options.js"
import {
  connectionNames,
  copyParameters,
  filterOf,
  type NetworkGraph,
  type Parameters,
  parameterBounds,
  zerosLike,
} from "../network/index.js"
import { type Ceilings, highestSteps } from "./delay-ceiling.js"

/**
 * How parameters are moved along their gradients. Each kind of them has a rate of its own: weights `rate`, gains `gainRate`, taps `tapRate`,
 * time constants `tauRate`, delays `delayRate`; `factors` scale those of one connection. A schedule scales all rates alike; clipping
 * shortens the gradient of all together, whatever their rates.
 *
 * @example adam({ rate: 5e-3, tauRate: 5e-2, delayRate: 0.2, factors: { "hidden2->output": 0.1 } })
 */
export interface Optimiser {
  readonly kind: (typeof optimiserKinds)[number]
  /** Step size of weights, and of gains where they have none of their own. */
  readonly rate: number
  /** Step size of gains. */
  readonly gainRate?: number
  /** Step size of the taps of post-synaptic filters; that of weights where they have none of their own. */
  readonly tapRate?: number
  /**
   * Step size of trained time constants, of their logarithms: under Adam about the share of itself by which one changes an update. Ten
   * times that of weights where they have none of their own (the paper's).
   */
  readonly tauRate?: number
  /** Step size of delays, in steps of the data: under Adam about how far a delay moves an update. */
  readonly delayRate: number
  /** What is kept of the running mean (momentum, for sgd). */
  readonly beta1: number
  /** What is kept of the running mean square. */
  readonly beta2: number
  readonly epsilon: number
  /** Shrinks weights and gains by their rate x decay an update, apart from the gradient (adamw); nothing else decays. */
  readonly decay: number
  /** Factors on all rates of a connection, by its name: `{ "input->hidden1": 0.1 }`; 0 freezes it. */
  readonly factors?: { readonly [connection: string]: number }
}

export const optimiserKinds = ["sgd", "adam", "adamw", "nadam"] as const

type Options = Partial<Omit<Optimiser, "kind">>

const defaults = { rate: 5e-3, delayRate: 0.2, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0 }

/** Adam (Kingma and Ba 2015). */
export const adam = (options: Options = {}): Optimiser => checked({ kind: "adam", ...defaults, ...options })

/** Adam with decoupled weight decay (Loshchilov and Hutter 2019); decay 0.01 by default. */
export const adamw = (options: Options = {}): Optimiser =>
  checked({ kind: "adamw", ...defaults, decay: 0.01, ...options })

/** Adam with Nesterov's momentum (Dozat 2016), momentum schedule 0.9 (1 - 0.5 x 0.96^(t/250)) as PyTorch has it; the paper's optimiser. */
export const nadam = (options: Options = {}): Optimiser => checked({ kind: "nadam", ...defaults, ...options })

/** Gradient descent with momentum `beta1` (0 by default). */
export const sgd = (options: Options = {}): Optimiser => checked({ kind: "sgd", ...defaults, beta1: 0, ...options })

/** @throws RangeError for an unknown option, or a rate or decay that is negative */
function checked(optimiser: Optimiser): Optimiser {
  checkOptions(optimiser.kind, optimiser, {
    kind: true,
    rate: true,
    gainRate: true,
    tapRate: true,
    tauRate: true,
    delayRate: true,
    beta1: true,
    beta2: true,
    epsilon: true,
    decay: true,
    factors: true,
  })
  const { kind, rate, gainRate, tapRate, tauRate, delayRate, decay, factors } = optimiser
  for (const [name, value] of Object.entries({ rate, gainRate, tapRate, tauRate, delayRate, decay, ...factors })) {
    if (value !== undefined && !(value >= 0 && Number.isFinite(value))) {
      throw new RangeError(`${kind}: ${name} is ${value}; give a number of 0 or more.`)
    }
  }
  return optimiser
}

/** What an optimiser remembers between updates. */
export interface OptimiserState {
  updates: number
  /** Product of NAdam's momentum schedule so far. */
  momentumProduct: number
  readonly mean: Parameters
  readonly square: Parameters
}

export const startState = (parameters: Parameters): OptimiserState => ({
  updates: 0,
  momentumProduct: 1,
  mean: zerosLike(parameters),
  square: zerosLike(parameters),
})

/** An own copy, for a checkpoint. */
export const copyState = (state: OptimiserState): OptimiserState => ({
  ...state,
  mean: copyParameters(state.mean),
  square: copyParameters(state.square),
})

/**
 * One update, in place. Delays are then held inside their bounds, and below their ceiling; trained constants inside theirs.
 *
 * @param factor what the schedule makes of the rates at this time, 1 at the start
 */
export function update(
  optimiser: Optimiser,
  graph: NetworkGraph,
  parameters: Parameters,
  gradients: Parameters,
  state: OptimiserState,
  factor: number,
  ceilings?: Ceilings,
): void {
  const step = stepOf(optimiser, state)
  const names = connectionNames(graph)
  parameters.forEach((p, index) => {
    const { delay } = graph.connections[index]
    const [g, mean, square] = [gradients[index], state.mean[index], state.square[index]]
    const own = factor * (optimiser.factors?.[names[index]] ?? 1)
    const { rate, gainRate = rate, tapRate = rate, tauRate = 10 * rate, delayRate } = optimiser
    step(p.weights, g.weights, mean.weights, square.weights, rate * own)
    if (p.gains) step(p.gains, g.gains!, mean.gains!, square.gains!, gainRate * own)
    if (p.taps && filterOf(graph, index)?.trained) step(p.taps, g.taps!, mean.taps!, square.taps!, tapRate * own, 0)
    if (p.constants) {
      step(p.constants, g.constants!, mean.constants!, square.constants!, tauRate * own, 0)
      hold(p.constants, ...parameterBounds(graph, index))
    }
    if (p.delaySteps && delay?.trained) {
      step(p.delaySteps, g.delaySteps!, mean.delaySteps!, square.delaySteps!, delayRate * own, 0)
      hold(p.delaySteps, delay.min / graph.dt, highestSteps(graph, index, ceilings))
    }
  })
}

function hold(values: Float32Array, low: number, high: number): void {
  for (let i = 0; i < values.length; i++) values[i] = Math.min(high, Math.max(low, values[i]))
}

/** `shrinkage`: the decay that holds for this tensor (by default the optimiser's). */
type Step = (
  x: Float32Array,
  g: Float32Array,
  mean: Float32Array,
  square: Float32Array,
  rate: number,
  shrinkage?: number,
) => void

function stepOf({ kind, beta1, beta2, epsilon, decay }: Optimiser, state: OptimiserState): Step {
  state.updates++
  if (kind === "sgd") {
    return (x, g, mean, _square, rate) => {
      for (let i = 0; i < x.length; i++) {
        mean[i] = beta1 * mean[i] + g[i]
        x[i] -= rate * mean[i]
      }
    }
  }
  // the mean's and the new gradient's share of the step, each with its bias taken out
  let ofMean = 1 / (1 - beta1 ** state.updates)
  let ofGradient = 0
  if (kind === "nadam") {
    const momentum = beta1 * (1 - 0.5 * 0.96 ** (state.updates / 250))
    const next = beta1 * (1 - 0.5 * 0.96 ** ((state.updates + 1) / 250))
    state.momentumProduct *= momentum
    ofGradient = (1 - momentum) / (1 - state.momentumProduct)
    ofMean = next / (1 - state.momentumProduct * next)
  }
  const ofSquare = 1 / (1 - beta2 ** state.updates)
  const shares = { ofSquare, newToMean: 1 - beta1, newToSquare: 1 - beta2, epsilon }
  return (x, g, mean, square, rate, shrinkage = decay) =>
    moveByMoments(x, g, mean, square, {
      shrink: 1 - rate * shrinkage,
      byMean: rate * ofMean,
      byGradient: rate * ofGradient,
      ...shares,
    })
}
