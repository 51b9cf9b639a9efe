import type { Checkpoint } from "./checkpoint.js"
import type { TrainedNetwork } from "./training-run.js"

/**
 * A training whose loss grew without bounds. Nothing is lost: `network` has the last good parameters (the best, where those are kept),
 * `checkpoint` stands after the last good epoch, so that the training can go on from there with a lower rate.
 *
 * @example fit(net, data, { resume: error.checkpoint, optimiser: adam({ rate: 1e-3 }), clip: 1 })
 */
export class TrainingDiverged extends Error {
  override readonly name = "TrainingDiverged"

  constructor(
    /** What was seen. */
    readonly report: string,
    /** In which epoch. */
    readonly epoch: number,
    readonly network: TrainedNetwork,
    readonly checkpoint: Checkpoint,
  ) {
    const { keptEpoch } = network
    const kept = keptEpoch > 0 ? `the parameters after epoch ${keptEpoch}` : "the start parameters"
    super(
      `training diverged in epoch ${epoch}: ${report}. Kept: ${kept}, as this error's network, and its checkpoint to go on from. Lower the rate, or clip the gradient (clip: 1).`,
    )
  }
}
