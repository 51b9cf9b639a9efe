import { claims } from "./claims.js"
import { type ResultTable, tableName } from "./result-table.js"
import { scales } from "./scale.js"

/** Sizes at which nothing is learned. */
const unjudged = { verdict: "not judged", because: "At smoke scale networks are hardly trained." } as const

/**
 * RESULTS.md from tables of results: for each claim what the paper says, what we got, what the follow-up got, and in a word whether it
 * holds. Of several tables of one figure the largest scale is taken.
 *
 * @param folder where the tables and their charts lie, as seen from the page
 */
export function resultsPage(tables: readonly ResultTable[], folder: string): string {
  const largest = (figure: string) =>
    tables
      .filter((table) => table.figure === figure)
      .sort((a, b) => scales.indexOf(b.scale) - scales.indexOf(a.scale))
      .at(0)
  const found = claims.map((claim) => {
    const table = largest(claim.figure)
    const finding = table && claim.judge(table.rows)
    return { claim, table, finding: finding && table.scale === "smoke" ? { ...finding, ...unjudged } : finding }
  })
  const overview = found.map(({ claim, table, finding }) => {
    const where = table ? `${table.scale}, ${table.data}` : ""
    return `| [${claim.figure}](#${claim.figure}) | ${claim.says} | ${finding?.verdict ?? "not run"} | ${where} |`
  })
  const sections = found.map(({ claim, table, finding }) => {
    const lines = [`## ${claim.figure}`, "", `**Claim.** ${claim.says}`, ""]
    if (claim.followUp) lines.push(`**The follow-up.** ${claim.followUp}`, "")
    if (!table) return [...lines, "Not run yet."].join("\n")
    if (!finding) return [...lines, `Run at ${table.scale} scale, but without all that the claim needs.`].join("\n")
    const stem = `${folder}/${tableName(table)}`
    lines.push(`**What we got** (${table.scale} scale, ${table.data}; [rows](${stem}.json), [chart](${stem}.svg)):`, "")
    lines.push(...finding.got.map((line) => `- ${line}`), "", `**Verdict: ${finding.verdict}.** ${finding.because}`)
    return lines.join("\n")
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
