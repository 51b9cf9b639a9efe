import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { oneOf } from "../did-you-mean.js"
import { displaySymbol, escapeHtml, type MimeBundle } from "../display/index.js"
import { type Claim, claims } from "./claims.js"
import { type FigureName, figureNames } from "./figures.js"
import { type ResultTable, readTables } from "./result-table.js"
import { judgedTables, whatWasRun } from "./results-page.js"

/** Tables of results that lie in this repository. */
const folder = fileURLToPath(new URL("../../../docs/results", import.meta.url))

/** What the repository's own runs say of a figure's claim. */
export class PublishedResults {
  constructor(
    readonly claim: Claim,
    /** The largest scale first, with rows as the figure's own run gives them. */
    readonly tables: readonly ResultTable[],
  ) {}

  /** The claim and the verdict of each table as in RESULTS.md, with all numbers to fold out. */
  [displaySymbol](): MimeBundle {
    const { figure, says, followUp } = this.claim
    const judged = judgedTables(this.claim, this.tables).flatMap(({ table, finding }) =>
      finding ? [{ ...finding, run: whatWasRun(table) }] : [],
    )
    const blocks = judged.map(({ verdict, because, got, run }) => {
      const numbers = got.map((line) => `<li>${escapeHtml(line)}</li>`).join("")
      return `<p style="margin-top:1em"><b>${verdict}</b> (${escapeHtml(run)}). ${escapeHtml(because)}</p><details><summary>all numbers</summary><ul>${numbers}</ul></details>`
    })
    const head = `<p><b>Claim.</b> ${escapeHtml(says)}</p>${followUp ? `<p><b>The follow-up.</b> ${escapeHtml(followUp)}</p>` : ""}`
    const lines = judged.map(({ verdict, run }) => `${verdict} (${run})`)
    return {
      "text/html": `<div>${head}${blocks.join("")}</div>`,
      "text/plain": [`${figure}: ${says}`, ...lines].join("\n"),
    }
  }
}

/**
 * What the repository's own runs say of a figure's claim, at every scale and on every data set that was run: the figure's rows of RESULTS.md,
 * with the controls beside the trained networks.
 *
 * @example publishedResults("jitter").tables[0].rows
 * @throws RangeError when there is no such figure
 * @throws Error when this installation has no folder of results
 */
export function publishedResults(figure: FigureName): PublishedResults {
  oneOf("figure", figure, figureNames)
  if (!existsSync(folder))
    throw new Error(`publishedResults: ${folder} is not there; it comes with spiketime's repository.`)
  const claim = claims.find((each) => each.figure === figure)!
  return new PublishedResults(
    claim,
    judgedTables(claim, readTables(folder)).map(({ table }) => table),
  )
}
