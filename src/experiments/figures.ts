import { oneOf } from "../did-you-mean.js"
import type { SpikeDataset } from "../spikes/index.js"
import { channelFigure } from "./channel-figure.js"
import { coincidenceFigure, coincidenceModels } from "./coincidence-figure.js"
import { controlFigure } from "./control-figure.js"
import { delayFigure } from "./delay-figure.js"
import type { Figure, Measures } from "./figure.js"
import { hiddenLayerFigure } from "./hidden-layer-figure.js"
import { crossIsiFigure, isiFigure, isiModels } from "./isi-figures.js"
import { levelMatrixFigure } from "./level-matrix-figure.js"
import { networkClassifiers } from "./network-classifiers.js"
import { rateVersusTiming } from "./rate-versus-timing.js"
import { reversalFigure } from "./reversal-figure.js"
import type { Scale } from "./scale.js"
import { speechClassifiers } from "./speech-classifiers.js"
import { deletionFigure, jitterFigure, shiftFigure } from "./speech-under-perturbation.js"
import { splitFigure } from "./split-figure.js"

export interface FigureRequest {
  scale: Scale
  /** Gives the speech, whole; asked only by figures that need it. */
  speech(): Promise<SpikeDataset>
  /** In place of the scale's own. */
  seeds?: readonly number[]
  epochs?: number
  models?: readonly string[]
}

type Maker = (request: FigureRequest) => Promise<Figure<object, Measures>>
type Options<Model> = Pick<FigureRequest, "scale" | "seeds" | "epochs"> & { models?: readonly Model[] }

const onSpeech =
  <Model extends string>(
    known: readonly Model[],
    make: (options: Options<Model> & { data: SpikeDataset }) => Figure<object, Measures>,
  ): Maker =>
  async ({ speech, models, ...options }) => {
    const chosen = modelsOf(models, known)
    return make({ data: await speech(), ...options, ...chosen })
  }
const onTask =
  <Model extends string>(known: readonly Model[], make: (options: Options<Model>) => Figure<object, Measures>): Maker =>
  async ({ speech: _, models, ...options }) =>
    make({ ...options, ...modelsOf(models, known) })

function modelsOf<Model extends string>(
  names: readonly string[] | undefined,
  known: readonly Model[],
): { models?: readonly Model[] } {
  if (!names) return {}
  const models = names.map((name) => {
    oneOf("model", name, known)
    return name
  })
  return { models }
}

const makers = {
  isi: onTask(isiModels, isiFigure),
  "cross-isi": onTask(isiModels, crossIsiFigure),
  coincidence: onTask(coincidenceModels, coincidenceFigure),
  "rate-versus-timing": onSpeech(speechClassifiers, rateVersusTiming),
  jitter: onSpeech(speechClassifiers, jitterFigure),
  shift: onSpeech(speechClassifiers, shiftFigure),
  deletion: onSpeech(speechClassifiers, deletionFigure),
  reversal: onSpeech(speechClassifiers, reversalFigure),
  // it compares starts of delays, not models
  delays: onSpeech([], delayFigure),
  channels: onSpeech(speechClassifiers, channelFigure),
  "hidden-layers": onSpeech(networkClassifiers, hiddenLayerFigure),
  "level-matrix": onSpeech(speechClassifiers, levelMatrixFigure),
  splits: onSpeech(speechClassifiers, splitFigure),
  controls: onSpeech(speechClassifiers, controlFigure),
} satisfies { [name: string]: Maker }

/** The figures by the name that the command line knows, in reading order. */
export const figureNames = Object.keys(makers) as FigureName[]
export type FigureName = keyof typeof makers

/**
 * A figure by its name.
 *
 * @throws RangeError for a name that is not known, with the nearest one
 */
export function figureByName(name: string, request: FigureRequest): Promise<Figure<object, Measures>> {
  oneOf("figure", name, figureNames)
  return makers[name](request)
}
