import type { Network } from "../network/index.js"
import { learningCurve } from "../plot/index.js"
import { type LiveRun, type Progress, progressLine, type RunState } from "../train/index.js"
import { viewCode } from "./page-code.js"
import { Pulse } from "./pulse.js"
import type { Still } from "./still.js"
import { Widget } from "./widget.js"

/** What one step of a training gave, as far as the monitor shows it. */
interface Step {
  readonly epoch: number
  readonly loss: number
  readonly accuracy: number
  readonly validationLoss?: number
  readonly validationAccuracy?: number
  /** Spikes a neuron and step by population. */
  readonly rates?: readonly number[]
}

/** A training that can be watched: what `fit()` gives. */
export type Watched = LiveRun<unknown, Step> & { pause?(): void; resume?(): void }

interface RunShown {
  readonly name: string
  readonly state: RunState
  readonly steps: number
  readonly of: number
  readonly seconds: number
  /** Expected until the end (s); -1 where unknown. */
  readonly left: number
  readonly canPause: boolean
  /** Populations whose rates are shown, where they are known. */
  readonly layers: readonly string[]
  readonly line: string
}

/** Columns of a history, an entry an epoch; of a long one some. */
interface Curves {
  readonly epochs: readonly number[]
  readonly loss: readonly number[]
  readonly accuracy: readonly number[]
  readonly validationLoss: readonly (number | null)[]
  readonly validationAccuracy: readonly (number | null)[]
  readonly rates: readonly (readonly number[])[]
}

export interface MonitorState {
  runs: readonly RunShown[]
  curves: readonly Curves[]
}

/** What is shown is looked at at most so often (ms); a look costs the kernel's two threads half a millisecond in all. */
const lookEvery = 400

/**
 * One training or several, as they run: loss, accuracy, the rates of each layer, time left, and buttons that pause and stop.
 * What is shown stays in the notebook as a learning curve when all have ended.
 *
 * @param runs a run, or several under the names they should have
 * @example trainingMonitor(fit(net, train, { seed: 1, epochs: 20, validation }))
 */
export function trainingMonitor(runs: Watched | { readonly [name: string]: Watched }): Widget<MonitorState> {
  const named = isRun(runs) ? { training: runs } : runs
  const entries = Object.entries(named)
  if (entries.length === 0) throw new RangeError("trainingMonitor: there is no training to watch; give at least one.")
  const all = entries.map(([, run]) => run)
  const look = (): readonly RunShown[] => entries.map(([name, run]) => shown(name, run))
  const view = new Widget<MonitorState>(
    {
      state: { runs: look(), curves: all.map(curvesOf) },
      check: (changes) =>
        Object.keys(changes).length > 0 ? "the page cannot change a training's course of values" : undefined,
      still: () => stillOf(all),
      text: () => entries.map(([name, run]) => progressLine(run, name)).join("\n"),
    },
    viewCode("training-monitor"),
  )
  let known = all.map(({ history }) => history.length)
  const pulse = new Pulse(() => {
    const lengths = all.map(({ history }) => history.length)
    // One message for both.
    view.set({ runs: look(), ...(lengths.join() !== known.join() && { curves: all.map(curvesOf) }) })
    known = lengths
  }, lookEvery)
  pulse.follow(all, () => {
    view.save_changes()
    void view.saveStill()
  })
  view.on("msg:custom", (content) => obey(content, named))
  return view
}

const isRun = (runs: object): runs is Watched => typeof (runs as Partial<Watched>).watch === "function"

/** What the buttons ask for; anything else is ignored. */
function obey(content: unknown, runs: { readonly [name: string]: Watched }): void {
  const { command, run: name } = (typeof content === "object" && content !== null ? content : {}) as {
    command?: unknown
    run?: unknown
  }
  if (typeof name !== "string" || !Object.hasOwn(runs, name)) return
  const run = runs[name]
  if (command === "stop") run.stop().then(undefined, () => {})
  else if (command === "pause") run.pause?.()
  else if (command === "resume") run.resume?.()
}

function shown(name: string, run: Watched): RunShown {
  const { state, steps, of, seconds, left = -1 }: Progress = run.progress
  const canPause = typeof run.pause === "function"
  return { name, state, steps, of, seconds, left, canPause, layers: layersOf(run), line: progressLine(run, name) }
}

const layersOf = ({ network }: Watched & { network?: Network }): string[] =>
  (network?.populations ?? []).flatMap(({ name, neuron }) => (neuron ? [name] : []))

/** More epochs than this have no pixel of their own. */
const mostPoints = 400

function curvesOf(run: Watched): Curves {
  const stride = Math.ceil(run.history.length / mostPoints)
  const last = run.history.length - 1
  const history = run.history.filter((_, k) => (last - k) % stride === 0)
  return {
    epochs: history.map(({ epoch }) => epoch),
    loss: history.map(({ loss }) => loss),
    accuracy: history.map(({ accuracy }) => accuracy),
    validationLoss: history.map(({ validationLoss = null }) => validationLoss),
    validationAccuracy: history.map(({ validationAccuracy = null }) => validationAccuracy),
    rates: history.map(({ rates = [] }) => rates),
  }
}

/** The curve of the first run that has one. */
function stillOf(runs: readonly Watched[]): Still {
  const run = runs.find(({ history }) => history.length > 0)
  return run ? learningCurve(run.history, { epochs: run.progress.of }) : {}
}
