import { displaySymbol, type MimeBundle } from "../display/index.js"
import { learningCurve } from "../plot/index.js"
import type { TrainingRun } from "./training-run.js"

/** A training as a notebook shows it: while it runs a bar, the time left and the curve so far; at the end the curve, alive. */
export async function showRun(run: TrainingRun): Promise<MimeBundle> {
  const { progress, history, settings } = run
  const text = progressLine(run)
  const chart = history.length > 0 ? learningCurve(history, { epochs: settings.epochs }) : undefined
  const running = progress.state === "running" || progress.state === "paused"
  if (chart && !running) {
    const title = { text, fontSize: 12, fontWeight: "normal", anchor: "start" }
    return { ...(await chart.with({ title })[displaySymbol]()), "text/plain": text }
  }
  const bar = `<progress max="${progress.of}" value="${progress.epochs}" style="width:320px"></progress>`
  const curve = chart ? await chart.svg() : ""
  return { "text/html": `<div>${bar} <span>${text}</span><div>${curve}</div></div>`, "text/plain": text }
}

/** How far it is, in one line. */
export function progressLine({ progress, history }: TrainingRun): string {
  const last = history.at(-1)
  const parts = [
    progress.state === "running" ? "training" : progress.state,
    `epoch ${Math.min(progress.of, history.length + (progress.state === "running" ? 1 : 0))} of ${progress.of}`,
    ...(last ? [`loss ${last.loss.toFixed(3)}`, `accuracy ${percent(last.accuracy)}`] : []),
    ...(last?.validationAccuracy === undefined ? [] : [`validation ${percent(last.validationAccuracy)}`]),
    `${duration(progress.seconds)}`,
    ...(progress.state === "running" && progress.left !== undefined ? [`${duration(progress.left)} left`] : []),
  ]
  return parts.join(" · ")
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

const duration = (seconds: number): string =>
  seconds < 90
    ? `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
