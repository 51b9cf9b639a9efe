import { existsSync } from "node:fs"
import { join } from "node:path"
import { saveNetwork } from "../network/index.js"
import type { Probes } from "../perturb/index.js"
import { loadTrained } from "../train/index.js"
import { originOf } from "./fingerprint.js"
import { type Fitted, ofNetwork } from "./fitted.js"
import { delaysOfClassifier, seenThrough } from "./network-classifiers.js"
import { hashOf, resultFolder } from "./result-store.js"
import { fitSpeech, type SpeechClassifier } from "./speech-classifiers.js"
import { speechNetwork, speechTraining } from "./speech-recipe.js"
import { type SpeechSamplesSpec, type SpeechSet, speechSamples } from "./speech-samples.js"

/** One training on speech. */
export interface SpeechSpec extends SpeechSamplesSpec {
  readonly model: SpeechClassifier
  readonly epochs: number
  /** Perturbations of populations' spikes while it is trained; only networks have them. */
  readonly probe?: Probes
}

/** Those without a file of their own, as far as this process has fitted them. */
const fitted = new Map<string, Fitted>()

/**
 * A classifier trained on speech, as the figures share it: trained once, then taken from the folder of results (networks, by their whole
 * configuration) or from memory (the others).
 *
 * @throws Error when `signal` aborts: what was trained so far is no result
 */
export async function trainedSpeech(set: SpeechSet, spec: SpeechSpec, signal: AbortSignal): Promise<Fitted> {
  const key = keyOf(set, spec)
  const path = join(resultFolder(), "networks", `${key}.safetensors`)
  const kept = delaysOfClassifier(spec.model) ? keptNetwork(spec.model, path) : fitted.get(key)
  if (kept) return kept
  const result = await fitSpeech(spec.model, speechSamples(set, spec), { ...spec, signal })
  signal.throwIfAborted()
  if (result.network) saveNetwork(result.network, path)
  else fitted.set(key, result)
  return result
}

function keptNetwork(model: SpeechClassifier, path: string): Fitted | undefined {
  if (!existsSync(path)) return undefined
  try {
    const kept = ofNetwork(loadTrained(path))
    return model === "delay line" ? seenThrough(kept) : kept
  } catch {
    // not whole, or of an older version: it is trained anew
    return undefined
  }
}

function keyOf(
  set: SpeechSet,
  { model, variant, by, seed, fresh, jitterSteps, epochs, probe, ...change }: SpeechSpec,
): string {
  // at level 0 all perturbations are one, but for a shift, which moves all neurons together
  const clean = !change.level && change.perturbation !== "shift"
  return hashOf({
    ...{ training: "speech", version: 1, data: set.fingerprint, recipe: recipe(set) },
    ...{ model, variant, by, seed, fresh, jitterSteps, epochs },
    ...originOf(set.whole, by),
    ...(probe && { probe }),
    ...(!clean && { perturbation: change.perturbation, level: change.level }),
  })
}

/** Everything about the trainings that is written in the recipe: another recipe, another result. */
export function recipe({ normalised }: SpeechSet): object {
  const { dt, steps, populations, connections } = speechNetwork(normalised.norm, { delays: "trained" })
  return { network: { dt, steps, populations, connections }, training: speechTraining() }
}
