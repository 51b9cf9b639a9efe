/** Numbers that are moved, turned, added up and updated: `assembly/fill.ts`, `assembly/turn.ts`, `assembly/moments.ts`. */
export interface NumberKernels {
  clear(at: number, bytes: number): void
  repeat(at: number, steps: number): void
  addToSteps(block: number, from: number, to: number, row: number): void
  addUp(first: number, apart: number, many: number, count: number): void
  toTransposed(rows: number, sources: number, targets: number, out: number): void
  toPairs(transposed: number, blocks: number, targets: number, limit: number, out: number, worth: number): number
  turnToBlock(rows: number, length: number, count: number, block: number, add: number): void
  turnToRows(block: number, from: number, to: number, steps: number, length: number, rows: number): void
  copySteps(block: number, from: number, to: number, out: number, add: number): void
  moveByMoments(
    x: number,
    gradients: number,
    mean: number,
    square: number,
    count: number,
    shrink: number,
    byMean: number,
    byGradient: number,
    ofSquare: number,
    newToMean: number,
    newToSquare: number,
    epsilon: number,
  ): void
}
