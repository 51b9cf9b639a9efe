import { max, min, quantileSorted, sum } from "d3-array"
import type { Normalised } from "../datasets/index.js"
import { checkOptions } from "../known-options.js"
import type { SpikeDataset } from "../spikes/index.js"
import { Chart, type ChartSpec } from "./chart.js"
import { colours, quiet } from "./colours.js"
import { fates, normFates, type TotalFate } from "./norm-fates.js"
import { dimmedUnlessPicked, legendPick } from "./series.js"

/** Columns of channels at most: neighbours share one where there are more, and a drawn bar takes more room than a live one. */
const live = 350
const still = 100

const palette = [colours[0], colours[1], quiet, colours[3], colours[2]]

/**
 * The norm procedure as a picture: in how many samples a channel has too few spikes, and how many the procedure tolerates; what becomes of
 * the spikes of each channel; what of all samples, channels and spikes remains; and how many spikes a sample has before and after.
 *
 * @param whole what {@link normalise} was given
 * @param normalised what it gave
 * @throws RangeError when the two do not belong together
 * @example normPicture(speech, normalise(speech, { seed: 1 }))
 */
export function normPicture(whole: SpikeDataset, normalised: Normalised, options: { title?: string } = {}): Chart {
  checkOptions("normPicture", options, { title: true })
  const { title } = options
  const { report, norm } = normalised
  if (report.samples !== whole.length) {
    throw new RangeError(
      `normPicture: ${whole.name} has ${whole.length} samples, and the procedure was given ${report.samples}; give the data set that it was given.`,
    )
  }
  const draw = (columns: number): ChartSpec => {
    const together = Math.ceil(whole.unitCount / columns)
    const { channels, totals } = normFates(whole, normalised, together)
    return {
      description: `norm procedure on ${whole.name}: ${norm.length} of ${whole.length} samples and ${norm.unitCount} of ${whole.unitCount} channels remain, ${report.spikes.norm} of ${report.spikes.whole.toFixed(0)} spikes a sample`,
      ...(title && { title }),
      data: { values: channels },
      vconcat: [
        poorView(whole.unitCount, report),
        channelView(whole.unitCount),
        { hconcat: [totalsView(totals), countsView(whole, normalised)], resolve: { scale: { color: "shared" } } },
      ],
      resolve: { scale: { color: "shared" } },
    }
  }
  return new Chart(draw(live), { still: draw(still) })
}

const width = 460
const heading = (text: string) => ({ text, fontSize: 11, fontWeight: "normal" })
/** What is kept stands lowest. */
const rank = { calculate: `indexof(${JSON.stringify(fates)}, datum.fate)`, as: "rank" }
const byFate = {
  color: {
    field: "fate",
    type: "nominal",
    title: null,
    scale: { domain: fates, range: palette },
    legend: { orient: "top", columns: 3, labelLimit: 240, symbolOpacity: 1 },
  },
  order: { field: "rank", type: "quantitative" },
  opacity: dimmedUnlessPicked(1),
}
const alongChannels = (unitCount: number, title: string | null) => ({
  field: "from",
  type: "quantitative",
  bin: { binned: true },
  title,
  scale: { domain: [-0.5, unitCount - 0.5], nice: false, zero: false },
  axis: { grid: false, tickCount: 8, tickMinStep: 1 },
})
const percent = { type: "quantitative", format: ".1%" }

function poorView(unitCount: number, { enough, tolerance }: Normalised["report"]): ChartSpec {
  const tolerated = Number((100 * tolerance).toPrecision(3))
  // Most channels are short in few samples or in nearly all: the square root shows both ends, and the tolerance.
  const y = {
    type: "quantitative",
    title: "samples short",
    stack: null,
    scale: { type: "sqrt", domain: [0, 1] },
    axis: { format: ".0%", values: [0, 0.1, 0.5, 1] },
  }
  return {
    title: heading(`samples with fewer than ${enough} spikes on a channel (${tolerated} % are tolerated)`),
    width,
    height: 70,
    layer: [
      {
        mark: { type: "bar", binSpacing: 0, color: quiet },
        encoding: {
          x: alongChannels(unitCount, null),
          x2: { field: "to" },
          y: { field: "short", ...y },
          tooltip: [
            { field: "channels", type: "nominal", title: "channel" },
            { field: "short", title: "samples short", ...percent },
            { field: "minimum", type: "quantitative", title: "spikes in norm" },
          ],
        },
      },
      {
        data: { values: [{ tolerance }] },
        mark: { type: "rule", strokeDash: [4, 3], strokeWidth: 1.5, color: colours[1] },
        encoding: { y: { field: "tolerance", ...y } },
      },
    ],
  }
}

function channelView(unitCount: number): ChartSpec {
  return {
    title: heading("what becomes of the spikes of each channel"),
    width,
    height: 140,
    params: [legendPick("fate")],
    transform: [{ fold: fates, as: ["fate", "spikes"] }, rank],
    mark: { type: "bar", binSpacing: 0 },
    encoding: {
      x: alongChannels(unitCount, "channel"),
      x2: { field: "to" },
      y: { field: "spikes", type: "quantitative", title: "spikes a sample", stack: "zero" },
      ...byFate,
      tooltip: [
        { field: "channels", type: "nominal", title: "channel" },
        { field: "fate", type: "nominal", title: " " },
        { field: "spikes", type: "quantitative", title: "spikes a sample", format: ".3~f" },
      ],
    },
  }
}

function totalsView(totals: readonly TotalFate[]): ChartSpec {
  return {
    title: heading("what remains in all"),
    width: 190,
    height: 70,
    data: { values: totals },
    transform: [rank],
    mark: { type: "bar" },
    encoding: {
      x: { field: "share", type: "quantitative", title: null, stack: "zero", axis: { format: ".0%", tickCount: 4 } },
      y: { field: "what", type: "nominal", sort: ["samples", "channels", "spikes"], title: null },
      ...byFate,
      tooltip: [
        { field: "what", type: "nominal", title: " " },
        { field: "fate", type: "nominal", title: " " },
        { field: "count", type: "quantitative" },
        { field: "share", ...percent },
      ],
    },
  }
}

/** Least, quarter, middle, three quarters and most spikes of a sample. */
function countsView(whole: SpikeDataset, { part, norm }: Normalised): ChartSpec {
  const rows = Object.entries({ whole, part, norm }).map(([variant, data]) => {
    const counts = Array.from({ length: data.length }, (_, s) => data.offsets[s + 1] - data.offsets[s])
    counts.sort((a, b) => a - b)
    const [low, middle, high] = [0.25, 0.5, 0.75].map((q) => quantileSorted(counts, q))
    return { variant, least: min(counts), low, middle, high, most: max(counts), mean: sum(counts) / data.length }
  })
  const y = { field: "variant", type: "nominal", sort: ["whole", "part", "norm"], title: null }
  const at = (field: string) => ({ field, type: "quantitative", title: "spikes a sample", scale: { zero: true } })
  const told = ["least", "low", "middle", "high", "most", "mean"]
  const tooltip = told.map((field) => ({ field, type: "quantitative", format: ".5~r" }))
  return {
    title: heading("spikes in a sample: least, quartiles, most"),
    width: 190,
    height: 70,
    data: { values: rows },
    encoding: { y, tooltip },
    layer: [
      { mark: { type: "rule", color: quiet }, encoding: { x: at("least"), x2: { field: "most" } } },
      { mark: { type: "bar", size: 10, color: colours[0] }, encoding: { x: at("low"), x2: { field: "high" } } },
      { mark: { type: "tick", size: 16, thickness: 3, color: colours[1] }, encoding: { x: at("middle") } },
    ],
  }
}
