/** Seed of a repeat of the test: other numbers than any training's. */
export const testSeed = (seed: number, repeat: number): number => 1_000_000 * (repeat + 1) + seed

/** A row for each repeat of the test, for charts that show them all. */
export const eachRepeat = <Row extends { readonly accuracies: readonly number[] }>(rows: readonly Row[]): Row[] =>
  rows.flatMap((row) => row.accuracies.map((accuracy) => ({ ...row, accuracy })))
