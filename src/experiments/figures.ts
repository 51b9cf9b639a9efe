import { oneOf } from "../did-you-mean.js"
import type { SpikeDataset } from "../spikes/index.js"
import { channelFigure } from "./channel-figure.js"
import { coincidenceFigure } from "./coincidence-figure.js"
import { controlFigure } from "./control-figure.js"
import { delayFigure } from "./delay-figure.js"
import type { Figure, Measures } from "./figure.js"
import { hiddenLayerFigure } from "./hidden-layer-figure.js"
import { crossIsiFigure, isiFigure } from "./isi-figures.js"
import { levelMatrixFigure } from "./level-matrix-figure.js"
import { rateVersusTiming } from "./rate-versus-timing.js"
import { reversalFigure } from "./reversal-figure.js"
import type { Scale } from "./scale.js"
import { deletionFigure, jitterFigure, shiftFigure } from "./speech-under-perturbation.js"
import { splitFigure } from "./split-figure.js"

export interface FigureRequest {
  scale: Scale
  /** Gives the speech, whole; asked only by figures that need it. */
  speech(): Promise<SpikeDataset>
  /** In place of the scale's own. */
  seeds?: readonly number[]
  epochs?: number
}

type Maker = (request: FigureRequest) => Promise<Figure<object, Measures>>
type SpeechOptions = { data: SpikeDataset; scale: Scale; seeds?: readonly number[]; epochs?: number }

const onSpeech =
  (make: (options: SpeechOptions) => Figure<object, Measures>): Maker =>
  async ({ speech, ...options }) =>
    make({ data: await speech(), ...options })
const onTask =
  (make: (options: Omit<FigureRequest, "speech">) => Figure<object, Measures>): Maker =>
  async ({ speech: _, ...options }) =>
    make(options)

const makers = {
  isi: onTask(isiFigure),
  "cross-isi": onTask(crossIsiFigure),
  coincidence: onTask(coincidenceFigure),
  "rate-versus-timing": onSpeech(rateVersusTiming),
  jitter: onSpeech(jitterFigure),
  shift: onSpeech(shiftFigure),
  deletion: onSpeech(deletionFigure),
  reversal: onSpeech(reversalFigure),
  delays: onSpeech(delayFigure),
  channels: onSpeech(channelFigure),
  "hidden-layers": onSpeech(hiddenLayerFigure),
  "level-matrix": onSpeech(levelMatrixFigure),
  splits: onSpeech(splitFigure),
  controls: onSpeech(controlFigure),
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
