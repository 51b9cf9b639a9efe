import { checkOptions } from "../known-options.js"
import { type RasterInput, raster } from "../plot/index.js"
import type { SpikeTrain } from "../spikes/index.js"
import { viewCode } from "./page-code.js"
import { cursorProblem, markedOf, type SpikeState, spikeState } from "./spike-state.js"
import { Widget } from "./widget.js"

export interface RasterViewOptions {
  /** Height of the whole view, in pixels; grows with the panels by default. */
  height?: number
  /** Marks what moved: spikes of later samples that the first lacks, and those of the first that the second lacks. */
  compare?: boolean
  /** Panels side by side; 1, one below the other, by default. A narrow page stacks them all the same. */
  columns?: number
}

export interface RasterViewState extends SpikeState {
  /** Where the cursor stands (ms); -1 without one. */
  cursor: number
  height: number
  columns: number
  /** Whether others follow the cursor, also while the sample is replayed. */
  shared: boolean
  label: string
}

/** More panels than this leave no room for spikes. */
const mostPanels = 12

/**
 * Spikes to look around in, up to millions of them: pan, zoom, replay, and the pointer tells unit, time and class. Several
 * samples stand one below the other on one time axis; `compare` marks what moved between them. The cursor is shared:
 * `view.on("change:cursor", (ms) => ...)`.
 *
 * @param input one sample, several, or samples under the names they should have, such as the layers of a network
 * @example rasterView({ original: data.sample(0), jittered: jitter(data.take(1), { sigma: 5, seed: 1 }).sample(0) }, { compare: true })
 * @throws RangeError when there is no sample, or steps differ in length
 */
export function rasterView(input: RasterInput, options: RasterViewOptions = {}): Widget<RasterViewState> {
  checkOptions("rasterView", options, { height: true, compare: true, columns: true })
  const trains = named(input)
  const spikes = spikeState(trains, options.compare)
  const label = describe(spikes)
  const { columns = 1 } = options
  const { height = 90 + 150 * Math.min(4, Math.ceil(spikes.panels.length / columns)) } = options
  return new Widget<RasterViewState>(
    {
      state: { ...spikes, cursor: -1, height, columns, shared: false, label },
      check: (changes) => {
        const foreign = Object.keys(changes).find((name) => name !== "cursor")
        if (foreign) return `${foreign} cannot be changed by the page`
        return cursorProblem(changes.cursor, spikes)
      },
      still: () => raster(trains, { columns, width: columns > 1 ? 300 : 600, height: 140, marked: markedOf(spikes) }),
      text: label,
    },
    viewCode("raster-view"),
  )
}

const describe = ({ panels, times, steps, dt }: SpikeState): string =>
  `raster of ${panels.map(({ name }) => name).join(", ")}: ${times.length} spikes in ${Number((steps * dt).toPrecision(6))} ms`

function named(input: RasterInput): { [name: string]: SpikeTrain } {
  if (ArrayBuffer.isView((input as SpikeTrain)?.times) && !(Symbol.iterator in (input as object))) {
    const train = input as SpikeTrain
    return { [String(train.className ?? "sample")]: train }
  }
  if (typeof input !== "object" || input === null)
    throw new TypeError(
      `rasterView: ${String(input)} is no sample; give data.sample(0), a list of samples or a data set.`,
    )
  if (!(Symbol.iterator in input)) return { ...(input as { [name: string]: SpikeTrain }) }
  const trains: { [name: string]: SpikeTrain } = {}
  for (const train of input as Iterable<SpikeTrain>) {
    const count = Object.keys(trains).length
    if (count === mostPanels) break
    trains[`${train.className ?? "sample"} (${count + 1})`] = train
  }
  return trains
}
