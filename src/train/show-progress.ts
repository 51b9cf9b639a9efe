import { displaySymbol, escapeHtml, type MimeBundle } from "../display/index.js"
import { type EpochRow, learningCurve } from "../plot/index.js"
import type { Progress } from "./live-run.js"

/** What is shown: a training of a network, or of a baseline. */
interface Shown {
  readonly progress: Progress
  readonly history: readonly (EpochRow & {
    readonly loss: number
    readonly penalty?: number
    readonly accuracy: number
  })[]
}

/** A training as a notebook shows it: while it runs a bar, the time left and the curve so far; at the end the curve, alive. */
export async function showProgress(run: Shown, name = "training"): Promise<MimeBundle> {
  const { progress, history } = run
  const text = progressLine(run, name)
  const chart = history.length > 0 ? learningCurve(history, { epochs: progress.of }) : undefined
  if (chart && !isRunning(progress)) {
    const title = { text, fontSize: 12, fontWeight: "normal", anchor: "start" }
    return { ...(await chart.with({ title })[displaySymbol]()), "text/plain": text }
  }
  return {
    "text/html": `<div>${progressBar(progress, text)}<div>${chart ? await chart.svg() : ""}</div></div>`,
    "text/plain": text,
  }
}

/** How far it is, in one line. */
export function progressLine({ progress, history }: Shown, name = "training"): string {
  const last = history.at(-1)
  const current = Math.min(progress.of, history.length + Number(isRunning(progress)))
  return [
    progress.state === "running" ? name : `${name} ${progress.state}${progress.failure ? `: ${progress.failure}` : ""}`,
    `epoch ${current} of ${progress.of}`,
    ...(last
      ? [
          `loss ${last.loss.toFixed(3)}${last.penalty === undefined ? "" : ` + ${last.penalty.toFixed(3)} for activity`}`,
          `accuracy ${percent(last.accuracy)}`,
        ]
      : []),
    ...(last?.validationAccuracy === undefined ? [] : [`validation ${percent(last.validationAccuracy)}`]),
    ...progressTimes(progress),
  ].join(" · ")
}

/** A bar with its line of text. */
export const progressBar = ({ of, steps }: Progress, text: string): string =>
  `<progress max="${of}" value="${steps}" style="width:320px" aria-label="${escapeHtml(text)}"></progress> <span>${escapeHtml(text)}</span>`

/** Time spent and, while it runs, time left. */
export const progressTimes = (progress: Progress): string[] => [
  duration(progress.seconds),
  ...(isRunning(progress) && progress.left !== undefined ? [`${duration(progress.left)} left`] : []),
]

export const isRunning = ({ state }: Progress): boolean => state === "running" || state === "paused"

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

/** Seconds as a person says them. */
const duration = (seconds: number): string =>
  seconds < 90
    ? `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
