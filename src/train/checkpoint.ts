import { checkDelays, readNetworkFile, writeNetworkFile } from "../network/files/index.js"
import { type Network, validate } from "../network/index.js"
import { plainGraph } from "./plain-network.js"
import type { TrainingSettings } from "./settings.js"
import type { TrainingState } from "./training-state.js"

/** A training that can go on, as a value: give it to {@link fit} as `resume`, with the same data. */
export interface Checkpoint {
  /** As it was before the training. */
  readonly network: Network
  readonly settings: TrainingSettings
  readonly state: TrainingState
}

/** What of a checkpoint is no parameters. */
type Rest = Pick<TrainingState, "partial" | "ceilings"> & {
  readonly optimiser: object
  readonly best?: { readonly epoch: number; readonly loss: number }
}

/**
 * Saves a checkpoint in the form of {@link saveNetwork}: the present parameters under their own names, those before training behind
 * `initial/`, the best so far behind `best/`, the optimiser's means and mean squares behind `mean/` and `square/`; the rest as JSON.
 *
 * @param path by custom ends in `.safetensors`; an older file is replaced once the new one is whole
 * @throws RangeError when a number is NaN or infinite
 */
export function saveCheckpoint({ network, settings, state }: Checkpoint, path: string): void {
  const { parameters, history, best, partial, ceilings } = state
  const { mean, square, ...optimiser } = state.optimiser
  const checkpoint: Rest = { optimiser, best: best && { epoch: best.epoch, loss: best.loss }, partial, ceilings }
  writeNetworkFile(path, {
    kind: "checkpoint",
    graph: plainGraph(network),
    groups: { "": parameters, initial: network.parameters!, mean, square, ...(best && { best: best.parameters }) },
    record: { history, settings, checkpoint },
  })
}

/**
 * Loads what {@link saveCheckpoint} saved, to the bit as it was. ({@link loadNetwork} reads the same file, for the network alone.)
 *
 * @throws Error when the file is missing, damaged, of another program or version, or holds a network only
 */
export function loadCheckpoint(path: string): Checkpoint {
  const { kind, graph, groups, record } = readNetworkFile(path)
  if (kind !== "checkpoint") {
    throw new Error(`${path}: holds a ${kind}, no checkpoint; loadNetwork() reads it, and fit() can train it further.`)
  }
  const { history, settings, checkpoint } = record as Pick<TrainingState, "history"> &
    Pick<Checkpoint, "settings"> & { checkpoint: Rest }
  const { mean, square, initial, best } = groups
  for (const parameters of [groups[""], initial, best]) checkDelays(graph, parameters, path)
  const optimiser = { ...checkpoint.optimiser, mean, square } as TrainingState["optimiser"]
  return {
    network: validate({ ...graph, parameters: initial }),
    settings,
    state: {
      parameters: groups[""],
      optimiser,
      history,
      ...(checkpoint.best && { best: { ...checkpoint.best, parameters: best } }),
      ...(checkpoint.partial && { partial: checkpoint.partial }),
      ...(checkpoint.ceilings && { ceilings: checkpoint.ceilings }),
    },
  }
}
