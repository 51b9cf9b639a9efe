import { controlsIn } from "./beside-controls.js"
import { byLevel, type Finding, measured, percentOf, rowsWhere, valuesOf, verdictOf } from "./finding.js"
import { delaysOfClassifier } from "./network-classifiers.js"
import type { ResultRow } from "./result-table.js"

/** Coincidence: learned at level 0, by delays and without alike, and at chance at level 1; what holds it back between, and what controls do. */
export function judgeCoincidence(rows: readonly ResultRow[]): Finding | undefined {
  const own = rowsWhere(rows, { hidden: 3 })
  const models = ["no delays", "trained delays"]
  const at = (level: number) => models.flatMap((model) => measured(own, { model, level }) ?? [])
  const [clean, gone] = [at(0), at(1)]
  if (clean.length === 0 || gone.length === 0) return undefined
  const apart = Math.max(...clean.map(({ mean }) => mean)) - Math.min(...clean.map(({ mean }) => mean))
  const got = (["fair", "balanced"] as const).flatMap((coin) =>
    valuesOf<number>(own, "dt").flatMap((dt) =>
      valuesOf<string>(own, "model").flatMap((model) => {
        const line = rowsWhere(own, { model, coin, dt })
        const step = delaysOfClassifier(model) ? `, steps of ${dt} ms` : ""
        return line.length ? [`${coin} coins, ${model}${step}, by overlap: ${byLevel(line, "level")}`] : []
      }),
    ),
  )
  return {
    got,
    verdict: verdictOf(
      clean.every(({ mean }) => mean > 0.97),
      apart < 0.03,
      gone.every(({ mean }) => Math.abs(mean - 1 / 3) < 0.05),
    ),
    because: [
      "Judged by 97 % at level 0, with and without delays alike, and by chance at level 1.",
      ...controlsOf(own),
      ...limitOf(own),
      ...countsOf(own),
    ].join(" "),
  }
}

/** Whether the hidden neurons had to learn. */
function controlsOf(rows: readonly ResultRow[]): string[] {
  const reached = controlsIn(rowsWhere(rows, { level: 0, coin: "fair" }))
  const listed = reached.map(({ words, at }) => `${percentOf(at)} % with ${words}`).join(", ")
  return reached.length ? [`Controls at level 0: ${listed}.`] : []
}

/** What three hidden neurons can compute at most, beside what there is to know. */
function limitOf(rows: readonly ResultRow[]): string[] {
  const between = valuesOf<number>(rows, "level").flatMap((level) => {
    const [ideal, three, plain] = ["ideal observer", "three rectifiers", "no delays"].map((model) =>
      measured(rows, { model, level, coin: "fair" }),
    )
    return ideal && three && plain && level > 0 && level < 1
      ? [`${percentOf(ideal)}, ${percentOf(three)}, ${percentOf(plain)} % at ${level}`]
      : []
  })
  return between.length
    ? [
        `Between the two, three neurons are held below the ideal observer by what they can compute: three rectifiers see only the windows that are on (observer, rectifiers, network without delays: ${between.join("; ")}).`,
      ]
    : []
}

/** What the number of "on" windows tells. */
function countsOf(rows: readonly ResultRow[]): string[] {
  const [fair, balanced] = ["fair", "balanced"].map((coin) => measured(rows, { model: "count MLP", level: 0, coin }))
  if (!fair) return []
  const half = balanced ? `; with half of the windows on ${percentOf(balanced)} %` : ""
  return [`With the paper's fair coins counts alone reach ${percentOf(fair)} % at level 0${half}.`]
}
