import { escapeHtml, ink, type MimeBundle, svgImage } from "../display/index.js"
import type { SpikeDataset } from "./spike-dataset.js"

/** A data set as a notebook shows it: what it holds, and its first sample as a small raster. */
export function datasetCard(data: SpikeDataset): MimeBundle {
  const each = data.length ? data.spikeCount / data.length : 0
  const perClass = data.classNames.map((_, c) => data.labels.reduce((n, label) => n + Number(label === c), 0))
  const speakers = data.speakers ? new Set(data.speakers).size : 0
  const facts: [string, string][] = [
    ["samples", `${data.length} of ${data.classNames.length} classes (${span(perClass)} each)`],
    ["units", String(data.unitCount)],
    ["window", `${data.steps} steps of ${data.dt} ms = ${data.duration} ms`],
    ["spikes a sample", each.toFixed(each < 100 ? 1 : 0)],
    ...(speakers ? ([["speakers", String(speakers)]] as [string, string][]) : []),
    ["classes", data.classNames.slice(0, 12).join(", ") + (data.classNames.length > 12 ? ", ..." : "")],
  ]
  const summary = `${data.name}: ${data.length} samples, ${data.unitCount} units, ${data.steps} steps of ${data.dt} ms, ${data.classNames.length} classes, ${each.toFixed(1)} spikes a sample`
  const rows = facts.map(
    ([k, v]) => `<tr><th style="text-align:left">${k}</th><td style="text-align:left">${escapeHtml(v)}</td></tr>`,
  )
  const picture = data.length ? miniature(data) : ""
  return {
    "text/html": `<div style="display:flex;gap:24px;align-items:center;flex-wrap:wrap"><div><strong>${escapeHtml(data.name)}</strong><table>${rows.join("")}</table></div>${picture}</div>`,
    "text/plain": summary,
  }
}

/** Spikes drawn at most in a miniature: more make a notebook heavy and the picture no clearer. */
const drawn = 4000

function miniature(data: SpikeDataset): string {
  const { times, units, className } = data.sample(0)
  const [width, height] = [320, 160]
  const every = Math.ceil(times.length / drawn)
  let path = ""
  for (let k = 0; k < times.length; k += every) {
    const x = Math.round((times[k] / data.steps) * width * 10) / 10
    const y = Math.round((1 - (units[k] + 1) / data.unitCount) * height * 10) / 10
    path += `M${x} ${y}h2`
  }
  const label = `raster of the first sample, class ${className}`
  const content = `<rect width="${width}" height="${height}" fill="none" stroke="${ink}" opacity="0.6"/><path d="${path}" stroke="${ink}" stroke-width="1.5"/>`
  return `<figure style="margin:0">${svgImage(content, { width, height }, label)}<figcaption style="font-size:smaller">sample 0, "${escapeHtml(className)}"; ${data.duration} ms to the right, units upwards</figcaption></figure>`
}

const span = (counts: readonly number[]): string => {
  const [low, high] = [Math.min(...counts), Math.max(...counts)]
  return low === high ? String(low) : `${low} to ${high}`
}
