import { besideControls, fallOfControls } from "./beside-controls.js"
import type { FigureName } from "./figures.js"
import { byLevel, type Finding, measured, percentOf, rowsWhere, valuesOf, verdictOf } from "./finding.js"
import { isiModels } from "./isi-figures.js"
import { judgeCoincidence } from "./judge-coincidence.js"
import type { ResultRow } from "./result-table.js"

/** A claim and how results decide it. */
export interface Claim {
  readonly figure: FigureName
  readonly says: string
  /** What the follow-up (Laaaaack/beyond-beyond-rate) got when it trained the authors' code again. */
  readonly followUp?: string
  /** undefined where rows that it needs are missing. */
  judge(rows: readonly ResultRow[]): Finding | undefined
}

const notJudged = (got: readonly string[], because: string): Finding => ({ got, verdict: "not judged", because })

/** The interval tasks: learned when clean, and down to the floor of the counts when all spikes are moved. */
function judgeIntervals(rows: readonly ResultRow[]): Finding | undefined {
  const moved = rowsWhere(rows, { perturbation: "randomise" })
  const models = ["no delays", "trained delays"].filter((model) => rowsWhere(moved, { model }).length > 0)
  const counts = measured(moved, { model: "count MLP", level: 1 })
  const [clean, gone] = [0, 1].map((level) => models.map((model) => measured(moved, { model, level })))
  if (!counts || [...clean, ...gone].some((value) => !value)) return undefined
  const lines = valuesOf<number>(moved, "dt").flatMap((dt) =>
    isiModels.flatMap((model) => {
      const own = rowsWhere(moved, { model, dt })
      return own.length ? [`${model}, steps of ${dt} ms, by f: ${byLevel(own, "level")}`] : []
    }),
  )
  const drawn = rowsWhere(moved, { model: "frozen hidden, fixed delays" })
  const steps = valuesOf<number>(drawn, "dt")
  const beside = rowsWhere(moved, { model: "trained delays" }).filter(({ dt }) => steps.includes(dt as number))
  const [frozen, half] = [0, 0.5].map((level) => measured(drawn, { level }))
  const trained = measured(beside, { level: 0.5 })
  const line = measured(moved, { model: "delay line", level: 0.5 })
  const learned = clean.every((value) => value!.mean >= 0.95)
  const floor = gone.every((value) => Math.abs(value!.mean - counts.mean) < 0.06)
  return {
    got: lines,
    verdict: verdictOf(learned, floor),
    because: learned
      ? `Clean, all networks read the interval; with all spikes moved, they have what counts allow.${
          frozen && frozen.mean > 0.95
            ? ` But so does one whose hidden layer and delays stay as they were drawn (${percentOf(frozen)} %): clean intervals need no more than a trained read-out.${
                half && trained
                  ? ` What training the layers below adds shows where half of the spikes are moved: ${percentOf(half)} against ${percentOf(trained)} % with trained delays${line ? ` and ${percentOf(line)} % with an input delay line` : ""}.`
                  : ""
              }`
            : ""
        }`
      : "Not every network reads the clean intervals to 95 %: it was trained too briefly, or its step is too coarse or too fine for its time constants.",
  }
}

export const claims: readonly Claim[] = [
  {
    figure: "isi",
    says: "Surrogate gradients learn intervals inside a neuron; accuracy falls gracefully as spikes are moved.",
    followUp: "97.2, 89.4, 82.8, 77.6, 65.4, 60.7 % at f = 0, 0.2 .. 1",
    judge: judgeIntervals,
  },
  {
    figure: "cross-isi",
    says: "Surrogate gradients learn intervals across two neurons, of which each alone says nothing.",
    judge: judgeIntervals,
  },
  {
    figure: "coincidence",
    says: "Three hidden neurons learn which groups are active together; delays make no difference; accuracy falls to chance as on and off overlap.",
    followUp: "90 % with and 69 % without delays at level 0, 3 hidden neurons, one seed",
    judge: judgeCoincidence,
  },
  {
    figure: "rate-versus-timing",
    says: "Where every channel has the same count in every sample (norm), counts leave an MLP at chance, a spiking network is above it, and one with trained delays far above.",
    followUp: "norm: 21 to 25 % without, 48 to 53 % with delays (20 classes); whole: 54 and 86 %",
    judge(rows) {
      const norm = rowsWhere(rows, { variant: "norm", fraction: 0 })
      const [counts, plain, delayed] = ["count MLP", "no delays", "trained delays"].map((model) =>
        measured(norm, { model }),
      )
      if (!counts || !delayed) return undefined
      const got = valuesOf<string>(rows, "model").map(
        (model) =>
          `norm, ${model}, by f: ${byLevel(rowsWhere(rows, { variant: "norm", model }), "fraction")}; run backwards at f = 0: ${measured(norm, { model }, "reversed")}`,
      )
      const gone = measured(rows, { variant: "norm", model: "trained delays", fraction: 1 })
      return {
        got,
        verdict: verdictOf(
          delayed.mean > counts.mean + 0.15,
          plain === undefined || plain.mean > counts.mean + 0.03,
          plain === undefined || delayed.mean > plain.mean + 0.1,
          gone === undefined || gone.mean < counts.mean + 0.1,
        ),
        because: `Judged by: delays 15 points above counts and 10 above no delays, no delays 3 points above counts, and (where it was run) all of it gone at f = 1.${besideControls(norm)}`,
      }
    },
  },
  {
    figure: "controls",
    says: "Trained delays help.",
    followUp:
      "Two groups report that fixed random delays, or an input delay line, give most of what learned delays give on plain SHD.",
    judge(rows) {
      const norm = rowsWhere(rows, { variant: "norm" })
      const [plain, fixed, trained] = ["no delays", "fixed delays", "trained delays"].map((model) =>
        measured(norm, { model }),
      )
      const got = valuesOf<string>(norm, "model").map((model) => `${model}: ${measured(norm, { model })}`)
      if (!plain || !fixed || !trained) return undefined
      const [gain, spread] = [trained.mean - plain.mean, fixed.mean - plain.mean]
      const share = Math.round((100 * spread) / gain)
      const own = trained.mean - fixed.mean
      // of the difference, over the seeds
      const error = Math.hypot(...[fixed, trained].map(({ deviation = 1, seeds }) => deviation / Math.sqrt(seeds)))
      const decided = Math.abs(own) > 2 * error
      return {
        got,
        verdict: verdictOf(gain > 0.05, decided && own > 0),
        because: `${
          gain > 0.05
            ? `Delays help by ${(100 * gain).toFixed(0)} points; ${share} % of that comes with fixed random delays already, from their spread. ${
                decided
                  ? `Training them adds ${(100 * own).toFixed(1)} points.`
                  : `Whether training them adds to it (here ${(100 * own).toFixed(1)} points), ${trained.seeds > 1 ? `${trained.seeds} seeds` : "one seed"} cannot tell.`
              }`
            : "The networks with and without delays are within 5 points."
        }${besideControls(norm)}`,
      }
    },
  },
  ...(["jitter", "shift", "deletion"] as const).map(
    (figure): Claim => ({
      figure,
      says: `Accuracy falls with ${{ jitter: "the jitter of each spike", shift: "a shift of each neuron", deletion: "the deletion of spikes" }[figure]}, in its own way.`,
      followUp: {
        jitter: "norm, trained clean, σ 0 1 3 5 10 17 25: 53 48 28 16 8 7 7 % with, 25 22 17 11 7 6 7 % without delays",
        shift: undefined,
        deletion: "norm, trained clean, p 0 .2 .4 .6 .8: 50 46 36 24 12 % with, 24 20 15 12 8 % without delays",
      }[figure],
      judge(rows) {
        const delayed = rowsWhere(rows, { model: "trained delays" })
        const levels = valuesOf<number>(delayed, "level")
        const [first, last] = [levels[0], levels[levels.length - 1]].map((level) => measured(delayed, { level }))
        if (levels.length < 2 || !first || !last) return undefined
        const got = valuesOf<string>(rows, "training").flatMap((training) =>
          valuesOf<string>(rows, "model").flatMap((model) => {
            const own = rowsWhere(rows, { training, model })
            return own.length ? [`trained ${training}, ${model}, by level: ${byLevel(own, "level")}`] : []
          }),
        )
        // the same test samples, however the network was trained
        const [training] = valuesOf<string>(delayed, "training")
        const lost = `spikes lost, by level: ${byLevel(rowsWhere(delayed, { training }), "level", "lost")}`
        const [start, end] = [0, -1].map((at) => rowsWhere(rows, { training: "clean", level: levels.at(at) }))
        return {
          got: [...got, lost],
          verdict: verdictOf(first.mean > last.mean + 0.1),
          because: `Judged by a fall of 10 points from the lowest to the highest level of the network with delays.${besideControls(start)}${fallOfControls(start, end)}`,
        }
      },
    }),
  ),
  {
    figure: "reversal",
    says: "Run backwards, networks without delays hold up well; those trained with delays drop sharply.",
    judge(rows) {
      const clean = rowsWhere(rows, { by: "random", fraction: 0 })
      const drop = (model: string) => {
        const [forward, reversed] = ["forward", "reversed"].map((column) => measured(clean, { model }, column))
        return forward && reversed && { forward, reversed, points: forward.mean - reversed.mean }
      }
      const [plain, delayed] = [drop("no delays"), drop("trained delays")]
      const got = valuesOf<string>(rows, "by").flatMap((by) =>
        valuesOf<string>(rows, "model").flatMap((model) => {
          const own = rowsWhere(rows, { by, model, fraction: 0 })
          const orders = ["forward", "reversed", "order shuffled", "synchrony shuffled"]
          return own.length
            ? [`${by} split, ${model}: ${orders.map((order) => `${order} ${measured(own, {}, order)}`).join(", ")}`]
            : []
        }),
      )
      if (!plain || !delayed) return undefined
      return {
        got,
        verdict: verdictOf(delayed.points > 0.1, delayed.points > 3 * plain.points),
        because: `Backwards, the network with delays loses ${(100 * delayed.points).toFixed(0)} points, that without ${(100 * plain.points).toFixed(0)}.${fallOfControls(clean, clean, ["forward", "reversed"])}`,
      }
    },
  },
  {
    figure: "hidden-layers",
    says: "(The follow-up's.) The delays' whole advantage is timing in the first hidden layer.",
    followUp:
      "norm, f 0 .2 .. 1 on hidden layer 1: 49 31 19 13 12 11 % with, 24 11 12 9 7 7 % without delays; reversal 49 to 42, 25 to 22 %",
    judge(rows) {
      const moved = (training: string) =>
        rowsWhere(rows, { training, perturbation: "randomise", place: "hidden1", level: 1 })
      const [whole, gone] = [0, 1].map((level) =>
        measured(rows, {
          training: "clean",
          perturbation: "randomise",
          place: "hidden1",
          model: "trained delays",
          level,
        }),
      )
      if (!whole || !gone) return undefined
      const [plain, delayed] = ["no delays", "trained delays"].map((model) =>
        measured(moved("at its level"), { model }),
      )
      const [before, after] = [0, 1].map((level) =>
        rowsWhere(rows, { training: "clean", perturbation: "randomise", place: "hidden1", level }),
      )
      const reversedAt1 = measured(rowsWhere(rows, { training: "clean", perturbation: "reverse" }), {
        place: "hidden1",
        model: "trained delays",
      })
      const backwardsAt1 = reversedAt1
        ? ` Reversing them takes trained delays to ${percentOf(reversedAt1)} % (the follow-up's: from 49 to 42).`
        : ""
      const left = plain && delayed && delayed.mean - plain.mean
      const lines = valuesOf<string>(rows, "training").flatMap((training) =>
        valuesOf<string>(rows, "place").flatMap((place) =>
          valuesOf<string>(rows, "model").flatMap((model) => {
            const own = rowsWhere(rows, { training, perturbation: "randomise", place, model })
            return own.length ? [`trained ${training}, f on ${place}, ${model}: ${byLevel(own, "level")}`] : []
          }),
        ),
      )
      const backwards = rowsWhere(rows, { training: "clean", perturbation: "reverse" })
      const reversed = valuesOf<string>(backwards, "place").flatMap((place) =>
        valuesOf<string>(backwards, "model").flatMap((model) => {
          const at = measured(backwards, { place, model })
          return at ? [`reversed at ${place}, ${model}: ${at}`] : []
        }),
      )
      return {
        got: [...lines, ...reversed],
        verdict: verdictOf(whole.mean - gone.mean > 0.1, left === undefined || left < 0.05),
        because: `Judged by a fall of 10 points when the spikes of the first hidden layer are moved at random${
          left === undefined
            ? ""
            : `, and by what is left of the delays' advantage, trained so, at f = 1: ${(100 * left).toFixed(0)} points (5 allowed)`
        }.${fallOfControls(before, after)}${backwardsAt1}`,
      }
    },
  },
  {
    figure: "delays",
    says: "The gradient finds useful delays.",
    judge(rows) {
      const [fixed, trained] = ["fixed", "trained"].map((delays) => measured(rows, { start: "narrow", delays }))
      if (!fixed || !trained) return undefined
      const got = rows.length
        ? valuesOf<string>(rows, "start").flatMap((start) =>
            ["fixed", "trained"].map(
              (delays) => `${start} at the start, ${delays}: ${measured(rows, { start, delays })}`,
            ),
          )
        : []
      return {
        got,
        verdict: verdictOf(trained.mean > fixed.mean + 0.05),
        because: "Judged by delays that all start within one step: trained against frozen there.",
      }
    },
  },
  {
    figure: "channels",
    says: "(Ours.) Which channels carry timing.",
    judge: (rows) =>
      notJudged(
        valuesOf<string>(rows, "model").map(
          (model) =>
            `${model}, points lost with the timing of one band of channels, by its middle: ${byLevel(rowsWhere(rows, { model }), "channel", "drop")}`,
        ),
        "The paper does not ask.",
      ),
  },
  {
    figure: "splits",
    says: "(Ours.) How samples are parted, and whether training sees one norm subset or fresh ones.",
    judge: (rows) =>
      notJudged(
        valuesOf<string>(rows, "by").flatMap((by) =>
          valuesOf<string>(rows, "shown").flatMap((shown) =>
            valuesOf<string>(rows, "model").flatMap((model) => {
              const own = rowsWhere(rows, { by, shown, model })
              const inTraining = measured(own, {}, "trainAccuracy") ?? "unknown"
              return own.length
                ? [`${by} split, ${shown}, ${model}: ${measured(own, {})}, in training ${inTraining}`]
                : []
            }),
          ),
        ),
        "The paper parts by position and uses one subset.",
      ),
  },
  {
    figure: "level-matrix",
    says: "(Ours.) Trained at f, tested at f'.",
    judge: (rows) =>
      notJudged(
        valuesOf<string>(rows, "model").flatMap((model) =>
          valuesOf<number>(rows, "trained").map(
            (trained) =>
              `${model}, trained at ${trained}, tested at ${byLevel(rowsWhere(rows, { model, trained }), "tested")}`,
          ),
        ),
        "The paper tests at the level of training.",
      ),
  },
]
