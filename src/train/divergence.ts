import { firstBroken, type NetworkGraph, type Parameters, tensorKinds } from "../network/index.js"
import type { Epoch } from "./epoch.js"
import { type GradientNorms, globalNorm } from "./gradient-norms.js"
import type { TrainingSettings } from "./settings.js"
import { referenceLoss } from "./settings.js"

/** Raised inside a training; the run makes a TrainingDiverged of it. */
export class Divergence extends Error {}

/**
 * @throws Divergence when a batch gave a loss or a gradient that is not finite
 */
export function checkBatch(loss: number, norms: readonly GradientNorms[], history: readonly Epoch[]): void {
  if (Number.isFinite(loss) && Number.isFinite(globalNorm(norms))) return
  const spoilt = norms.filter((n) => !Number.isFinite(globalNorm([n]))).map(({ connection }) => connection)
  const what = Number.isFinite(loss) ? `the gradient of ${spoilt.join(", ")} is not finite` : `the loss is ${loss}`
  throw new Divergence(`${what}${earlier(history)}`)
}

/**
 * @throws Divergence when an epoch's losses are not finite, or the loss is far above where it began
 */
export function checkEpoch(
  epoch: Epoch,
  history: readonly Epoch[],
  graph: NetworkGraph,
  { loss, divergence = 10 }: TrainingSettings,
): void {
  const { loss: value, validationLoss = 0 } = epoch
  if (!Number.isFinite(validationLoss)) throw new Divergence(`the validation loss is ${validationLoss}`)
  const reference = referenceLoss(loss, graph, history[0]?.loss ?? value)
  if (value > divergence * reference) {
    throw new Divergence(
      `the loss is ${short(value)}, more than ${divergence} times what a silent network has or it began with (${short(reference)})`,
    )
  }
}

/**
 * @throws Divergence when an update has left a parameter that is not finite
 */
export function checkUpdate({ connections }: NetworkGraph, parameters: Parameters, history: readonly Epoch[]): void {
  const spoilt = connections.find((_, index) =>
    tensorKinds.some((kind) => {
      const values = parameters[index][kind]
      return values !== undefined && firstBroken(values) >= 0
    }),
  )
  if (spoilt) throw new Divergence(`a parameter of ${spoilt.from} -> ${spoilt.to} is not finite${earlier(history)}`)
}

const earlier = (history: readonly Epoch[]): string => {
  const last = history.at(-1)
  if (!last) return ""
  const [steepest] = [...last.diagnostics.gradients].sort((a, b) => globalNorm([b]) - globalNorm([a]))
  return `; in epoch ${last.epoch} it was ${short(last.loss)}, the longest gradient ${short(globalNorm([steepest]))} (${steepest.connection})`
}

const short = (value: number): string => String(Number(value.toPrecision(3)))
