import type { Network, Parameters } from "../network/index.js"
import type { SpikeDatasetFields } from "../spikes/index.js"
import type { Epoch } from "./epoch.js"
import type { TrainingSettings } from "./settings.js"
import type { TrainingState } from "./training-state.js"

/** What the training thread is given. */
export interface TrainingStart {
  readonly network: Network
  readonly settings: TrainingSettings
  readonly validation?: SpikeDatasetFields
  /** Where it goes on. */
  readonly state?: TrainingState
  /** Word 0: 1 to stop after the present batch. Word 1: bits {@link holdBit} to wait, {@link reportBit} to say where it stands. */
  readonly signals: Int32Array
}

export const holdBit = 1
export const reportBit = 2

/** Why a training ended: all epochs done, no better validation loss for a while, or stopped. */
export type Ending = "epochs" | "patience" | "stopped"

/** What a training comes to: what is kept, of which epoch, and where the training stands. */
export interface Outcome {
  readonly parameters: Parameters
  readonly epoch: number
  readonly state: TrainingState
}

/** What the training thread says. `data` asks for the samples of an epoch. */
export type TrainingMessage =
  | { readonly kind: "data"; readonly epoch: number }
  | { readonly kind: "batch"; readonly epoch: number; readonly done: number; readonly of: number }
  | { readonly kind: "epoch"; readonly epoch: Epoch; readonly parameters: Parameters }
  | { readonly kind: "state"; readonly state: TrainingState }
  | { readonly kind: "end"; readonly outcome: Outcome; readonly ending: Ending }
  | { readonly kind: "diverged"; readonly outcome: Outcome; readonly epoch: number; readonly message: string }
  | { readonly kind: "error"; readonly message: string }
