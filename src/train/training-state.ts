import { copyParameters, type Network, type Parameters } from "../network/index.js"
import { type Ceilings, startCeilings } from "./delay-ceiling.js"
import type { Epoch, EpochSums } from "./epoch.js"
import { copyState, type OptimiserState, startState } from "./optimiser.js"
import type { TrainingSettings } from "./settings.js"

/** Where a training stands: with it and the same data it goes on to the same bits. */
export interface TrainingState {
  parameters: Parameters
  optimiser: OptimiserState
  /** The epoch with the lowest validation loss so far (training loss, where there are no validation samples). */
  best?: { parameters: Parameters; epoch: number; loss: number }
  history: Epoch[]
  /** The batches of the present epoch that are done, where it was left before its end. */
  partial?: EpochSums
  ceilings?: Ceilings
}

export function startTraining(network: Network, settings: TrainingSettings): TrainingState {
  const parameters = copyParameters(network.parameters!)
  const ceilings = startCeilings(network, settings.ceiling)
  return { parameters, optimiser: startState(parameters), history: [], ...(ceilings && { ceilings }) }
}

/** An own copy. */
export const copyTraining = (state: TrainingState): TrainingState => ({
  // the best parameters are never written again once they are noted
  ...state,
  parameters: copyParameters(state.parameters),
  optimiser: copyState(state.optimiser),
  history: [...state.history],
  ...(state.partial && { partial: structuredClone(state.partial) }),
  ...(state.ceilings && { ceilings: structuredClone(state.ceilings) }),
})
