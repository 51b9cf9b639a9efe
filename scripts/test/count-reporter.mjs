// A reporter for node --test that writes only the counts, as JSON, for the closing line of npm test.

/**
 * @param {AsyncIterable<{ type: string, data: { message?: string, nesting?: number } }>} source
 */
export default async function* counts(source) {
  /** @type {Record<string, number>} */
  const total = {}
  for await (const { type, data } of source) {
    // The runner's own totals come last, as top-level diagnostics such as "pass 12".
    const match = type === "test:diagnostic" && /^(pass|fail|cancelled|skipped|todo) (\d+)$/.exec(data.message ?? "")
    if (match) total[match[1]] = Number(match[2])
  }
  yield JSON.stringify(total)
}
