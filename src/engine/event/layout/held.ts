import type { Delay } from "../../../network/index.js"
import { isSpread } from "../../../network/index.js"
import { lineLength, linesAtATime } from "../held/lines.js"
import { synapticBytes } from "../held/synaptic.js"
import { tableWidth } from "../held/tables.js"
import type { Places } from "./places.js"
import type { HeldForm, Plan } from "./plan.js"
import { apart, blockBytes, blockSize, rowLength } from "./sizes.js"

/** Addresses of the tables of `held/tables.ts`: `rows` rows of 16 lanes. */
export interface HeldLayout {
  readonly form: HeldForm
  readonly rows: number
  readonly ats: number
  readonly shares: number
  readonly slopes: number
  /** Four 32-bit numbers. */
  readonly sizes: number
  /** Steps that a spike can take at most. */
  readonly longest: number
}

/** Blocks of a connection's ends, and neurons of its source. */
export interface Ends {
  readonly sourceBlocks: number
  readonly targetBlocks: number
  readonly sources: number
}

/** Rows of 16 delays: one a source, a target or a pair. */
export function delayRows(form: HeldForm | undefined, { sourceBlocks, targetBlocks, sources }: Ends): number {
  switch (form) {
    case "dendritic":
    case "spreadDendritic":
      return targetBlocks
    case "synaptic":
    case "spreadSynaptic":
      return targetBlocks * sources
    default:
      return sourceBlocks
  }
}

/** Steps that a spike can take at most. */
export const longestOf = (delay: Delay | undefined, latencySteps: number, dt: number): number =>
  latencySteps + Math.ceil((delay?.max ?? 0) / dt)

/** Gives the tables of held delays their places. */
export function layTables(
  places: Places,
  form: HeldForm,
  delay: Delay | undefined,
  rows: number,
  dt: number,
  longest: number,
): HeldLayout {
  // a spread delay may reach each step up to its bound
  const reach = delay && isSpread(delay) ? Math.ceil(delay.max / dt) + 1 : 1
  const bytes = form === "synaptic" ? undefined : blockSize * rows * tableWidth(reach) * 4
  return {
    form,
    rows,
    ats: places.take(blockSize * rows * 4),
    shares: bytes === undefined ? 0 : places.take(bytes),
    slopes: bytes === undefined ? 0 : places.take(bytes),
    sizes: places.take(16),
    longest,
  }
}

/** Bytes of a block of the gradient of inputs as they were before they were held back. */
export function backStrideOf(
  { stride, wholeSteps, turnedSteps, stretchSteps }: Plan,
  form: HeldForm | undefined,
  longest: number,
): number {
  switch (form) {
    case "spread":
    case "synaptic":
      return rowLength(wholeSteps + longest + linesAtATime) * blockBytes
    case "dendritic":
      return stretchSteps * blockBytes + apart
    case "spreadDendritic":
      return stride
    case "spreadSynaptic":
      return turnedSteps * blockBytes
    default:
      return 0
  }
}

/** Bytes of a block's input before it is held back, and of what is worked out line by line. */
export function currentBytes(plan: Plan, form: HeldForm | undefined, backStride: number, sourceBlocks: number): number {
  switch (form) {
    case undefined:
      return 0
    case "spread":
      return lineLength(plan) * blockBytes
    case "synaptic":
      return synapticBytes(backStride, sourceBlocks, plan)
    default:
      return plan.turnedSteps * blockBytes
  }
}
