import { escapeHtml, ink, type MimeBundle, svgImage } from "../display/index.js"
import { constantsShape, trainingOf } from "./constants.js"
import { delayCount } from "./delay-shape.js"
import type { Network } from "./network.js"
import { type Neuron, sendsSpikes } from "./neuron.js"

/** A network as a notebook shows it: a small diagram, and its layers with shapes, parameters and memory. */
export function networkCard(net: Network): MimeBundle {
  const rows = layerRows(net)
  const total = rows.reduce((sum, row) => sum + row.parameters, 0)
  const state = net.parameters ? (net.initial ? "trained" : "initialised") : "not initialised"
  const summary = `network: ${net.populations.map((p) => p.size).join("-")}, ${net.steps} steps of ${net.dt} ms, ${grouped(total)} parameters (${bytes(total * 4)}), ${state}`
  const cell = (value: string | number, side = "left") =>
    `<td style="text-align:${side}">${escapeHtml(String(value))}</td>`
  const body = rows.map(
    ({ name, size, neuron, input, delays, parameters }) =>
      `<tr>${cell(name)}${cell(size, "right")}${cell(neuron)}${cell(input)}${cell(delays)}${cell(parameters ? grouped(parameters) : "", "right")}</tr>`,
  )
  const head = ["population", "neurons", "kind", "weights from", "delays on the way", "parameters"]
  return {
    "text/html": `<div>${diagram(net)}<table><thead><tr>${head.map((h) => `<th style="text-align:left">${h}</th>`).join("")}</tr></thead><tbody>${body.join("")}</tbody></table><p>${escapeHtml(summary)}</p></div>`,
    "text/plain": [summary, ...rows.map((r) => `  ${r.name}: ${r.size} ${r.neuron} <- ${r.input} ${r.delays}`)].join(
      "\n",
    ),
  }
}

function layerRows(net: Network) {
  const sizes = new Map(net.populations.map((p) => [p.name, p.size]))
  return net.populations.map(({ name, size, neuron }) => {
    const incoming = net.connections.filter((c) => c.to === name)
    const filter = neuron?.kind === "srmAlpha" ? neuron.psp : undefined
    const parameters = incoming.reduce(
      (sum, connection) => {
        const { from, weightNorm, delay } = connection
        const delays = delay?.trained ? delayCount(net, net.connections.indexOf(connection)) : 0
        return sum + sizes.get(from)! * size + (weightNorm ? size : 0) + delays
      },
      (filter?.trained ? filter.taps : 0) + trainedConstants(net, name),
    )
    return {
      name,
      size,
      neuron: neuron ? neuronText(neuron, net.dt) : "data",
      input: incoming.map((c) => `${c.from}${c.weightNorm ? " (normalised)" : ""}`).join(", "),
      delays: incoming
        .flatMap(({ delay }) =>
          delay ? [`${delay.kind}, ${delay.trained ? "trained" : "fixed"}, ${delay.min} to ${delay.max} ms`] : [],
        )
        .join(", "),
      parameters,
    }
  })
}

/** How many constants of a population's neurons are trained. */
function trainedConstants(net: Network, population: string): number {
  const first = net.connections.findIndex(({ to }) => to === population)
  const shape = first < 0 ? undefined : constantsShape(net, first)
  return shape ? shape[0] * shape[1] : 0
}

function neuronText(neuron: Neuron, dt: number): string {
  const times = timesText(neuron, dt)
  if (!sendsSpikes(neuron)) return `${neuron.kind}: ${times}`
  const { kind, width } = neuron.surrogate
  return `${neuron.kind}: ${times}; ${kind} of width ${Number(width.toPrecision(3))}`
}

function timesText(neuron: Neuron, dt: number): string {
  const trained = trainingOf(neuron)
  return `${constantsText(neuron, dt)}${trained ? `, ${trained === "each" ? "trained for each neuron" : "trained"}` : ""}`
}

function constantsText(neuron: Neuron, dt: number): string {
  switch (neuron.kind) {
    case "srmAlpha":
      return `${neuron.psp ? `filter of ${neuron.psp.taps} taps` : `tau ${neuron.tau ?? dt} ms`}, refractory ${neuron.tauRefractory ?? 2 * dt} ms`
    case "cubaLif":
      return `membrane ${neuron.tauMembrane} ms, synapse ${neuron.tauSynapse} ms, ${neuron.reset} reset`
    case "lif":
      return `membrane ${neuron.tauMembrane} ms, ${neuron.reset} reset`
    case "adaptiveLif":
      return `membrane ${neuron.tauMembrane} ms, adapts its ${neuron.adapts} in ${neuron.tauAdaptation} ms, ${neuron.reset} reset`
    case "tcLif":
      return `dendrite and soma coupled by ${neuron.beta1} and ${neuron.beta2}, gamma ${neuron.gamma}, ${neuron.reset} reset`
    case "leakyIntegrator":
      return `membrane ${neuron.tauMembrane} ms, ${neuron.read} read`
  }
}

/** Populations as boxes in a row, delayed connections dashed. */
function diagram(net: Network): string {
  const [width, height] = [96, 30]
  const place = new Map(net.populations.map((p, i) => [p.name, 10 + i * 150]))
  const boxes = net.populations.map(
    ({ name, size }) =>
      `<rect x="${place.get(name)}" y="12" width="${width}" height="${height}" rx="5" fill="none" stroke="${ink}"/>` +
      `<text x="${place.get(name)! + width / 2}" y="31" text-anchor="middle" font-size="12" fill="${ink}" font-family="sans-serif">${escapeHtml(name)} ${size}</text>`,
  )
  const links = net.connections.map(({ from, to, delay }) => {
    const [x1, x2] = [place.get(from)! + width, place.get(to)!]
    const next = x2 - x1 > 0 && x2 - x1 < width
    // skips pass above the boxes, what leads back below them
    const around = x2 > x1 ? [12, 3] : [42, from === to ? 47 : 51]
    const line = next
      ? `M${x1} 27 H${x2 - 6} m-5 -4 l6 4 l-6 4`
      : `M${x1 - 12} ${around[0]} V${around[1]} H${x2 + 12} V${around[0]} m-4 ${x2 > x1 ? "-5 l4 5 l4 -5" : "5 l4 -5 l4 5"}`
    return `<path d="${line}" fill="none" stroke="${ink}"${delay ? ' stroke-dasharray="5 3"' : ""}/>`
  })
  const size = { width: net.populations.length * 150, height: 54 }
  const words = net.connections.map(
    ({ from, to, delay }) => `${from} to ${to}${delay ? `, ${delay.kind} delays up to ${delay.max} ms` : ""}`,
  )
  return svgImage(boxes.join("") + links.join(""), size, `network diagram: ${words.join("; ")}`)
}

const grouped = (n: number): string => n.toLocaleString("en").replace(/,/g, " ")
const bytes = (n: number): string => (n < 1e6 ? `${Math.round(n / 1e3)} kB` : `${(n / 1e6).toFixed(1)} MB`)
