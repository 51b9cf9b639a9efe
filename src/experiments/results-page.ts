import { type Claim, claims } from "./claims.js"
import type { Finding } from "./finding.js"
import { type ResultTable, tableName } from "./result-table.js"
import { scales } from "./scale.js"

/** Sizes at which nothing is learned. */
const unjudged = { verdict: "not judged", because: "At smoke scale networks are hardly trained." } as const

interface Judged {
  readonly claim: Claim
  readonly table?: ResultTable
  readonly finding?: Finding
}

/**
 * RESULTS.md from tables of results: for each claim what the paper says, what we got at each scale and on each data set, what the follow-up
 * got, and in a word whether it holds. Smoke scale is shown only where there is nothing else, and decides nothing.
 *
 * @param folder where the tables and their charts lie, as seen from the page
 */
export function resultsPage(tables: readonly ResultTable[], folder: string): string {
  const judged = claims.map((claim): Judged[] => {
    const own = judgedTables(claim, tables)
    return own.length > 0 ? own : [{ claim }]
  })
  const overview = judged.flat().map(({ claim, table, finding }: Judged) => {
    const where = table ? `${table.scale}${table.part ? " (a part)" : ""}, ${dataOf(table)}` : ""
    return `| [${claim.figure}](#${claim.figure}) | ${claim.says} | ${finding?.verdict ?? "not run"} | ${where} |`
  })
  const sections = judged.map((results) => {
    const [{ claim }] = results
    const lines = [`## ${claim.figure}`, "", `**Claim.** ${claim.says}`, ""]
    if (claim.followUp) lines.push(`**The follow-up.** ${claim.followUp}`, "")
    return [...lines, results.map((result) => blockOf(result, folder)).join("\n\n")].join("\n")
  })
  return `# Results

What of "Beyond Rate Coding" (Yu, Sun, Goodman; arXiv 2507.16043) holds here. Written by \`npm run figures\`, from the tables in \`${folder}/\`; not to be edited by hand.
Accuracies are means over seeds ± one standard deviation. The follow-up is an independent group's retraining of the authors' code (\`Laaaaack/beyond-beyond-rate\`), single runs.

| figure | claim | verdict | scale, data |
|---|---|---|---|
${overview.join("\n")}

${sections.join("\n\n")}
`
}

/** What the tables of a claim's figure say of it, the largest scale first; smoke scale only where there is nothing else. */
export function judgedTables(claim: Claim, tables: readonly ResultTable[]): (Judged & { table: ResultTable })[] {
  const own = tables
    .filter((table) => table.figure === claim.figure)
    .sort((a, b) => scales.indexOf(b.scale) - scales.indexOf(a.scale) || (tableName(a) < tableName(b) ? -1 : 1))
  const told = own.filter(({ scale }) => scale !== "smoke")
  return (told.length > 0 ? told : own).map((table) => judge(claim, table))
}

function judge(claim: Claim, table: ResultTable): Judged & { table: ResultTable } {
  const finding = claim.judge(table.rows)
  return { claim, table, finding: finding && table.scale === "smoke" ? { ...finding, ...unjudged } : finding }
}

/** What one table says of a claim. */
function blockOf({ table, finding }: Judged, folder: string): string {
  if (!table) return "Not run yet."
  const stem = `${folder}/${tableName(table)}`
  const head = `(${whatWasRun(table)}; [rows](${stem}.json), [chart](${stem}.svg))`
  if (!finding) return `Run ${head}, but without all that the claim needs.`
  return [
    `**What we got** ${head}:`,
    "",
    ...finding.got.map((line) => `- ${line}`),
    "",
    `**Verdict: ${finding.verdict}.** ${finding.because}`,
    "",
    `![${table.figure} at ${table.scale} scale](${stem}.svg)`,
  ].join("\n")
}

/** Scale, data, sizes, and what part of the figure it was. */
export function whatWasRun(table: ResultTable): string {
  const part = Object.entries(table.part ?? {}).map(([column, values]) => `${column} ${values.join(", ")}`)
  const only = part.length ? [`only ${part.join("; ")}`] : []
  return [`${table.scale} scale`, dataOf(table), ...sizesOf(table), ...only].join("; ")
}

/** The data without its hash. */
const dataOf = ({ data }: ResultTable): string => data.replace(/, [0-9a-f]{16}\)/, ")")

/** The sizes that are plain numbers in a table's configuration. */
function sizesOf({ configuration }: ResultTable): string[] {
  const named = {
    samplesPerClass: "samples a class",
    points: "points",
    duration: "ms a sample",
    epochs: "epochs",
    repeats: "test repeats",
  }
  return Object.entries(named).flatMap(([name, words]) => {
    const value = (configuration as { [name: string]: unknown })[name]
    return typeof value === "number" ? [`${value} ${words}`] : []
  })
}
