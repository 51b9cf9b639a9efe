import { displaySymbol, escapeHtml, type MimeBundle } from "../display/index.js"
import { percent, table } from "../plot/index.js"

/** Spikes of a population. */
export interface LayerRow {
  readonly layer: string
  readonly neurons: number
  /** Spikes a neuron and step. */
  readonly rate: number
  /** Share of neurons without a spike. */
  readonly silent: number
  /** Share of neurons that spike in more than .3 of the steps. */
  readonly bursting: number
  /** What crossed bounds of its activity add to the loss, where there are bounds. */
  readonly penalty?: number
}

/** What a connection learns from. */
export interface ConnectionRow {
  readonly connection: string
  /** Length of the gradient of weights and gains. */
  readonly gradient: number
  /** Length of the gradient of the delays, where there are. */
  readonly delayGradient?: number
  /** Share of the delays within a step of the lower bound. */
  readonly atMin?: number
  /** Share of the delays within a step of the upper bound. */
  readonly atMax?: number
  /** Whether the delays are trained. */
  readonly trained?: boolean
}

/** What {@link diagnose} found: tables, and advice in plain words (empty where nothing is odd). */
export class Diagnosis {
  constructor(
    readonly layers: readonly LayerRow[],
    readonly connections: readonly ConnectionRow[],
    readonly advice: readonly string[],
  ) {}

  toString(): string {
    const { layers, connections } = this.tables()
    return [layers, connections, ...this.words().map((line) => `- ${line}`)].join("\n\n")
  }

  [displaySymbol](): MimeBundle {
    const { layers, connections } = this.tables()
    const list = this.words().map((line) => `<li>${escapeHtml(line)}</li>`)
    return {
      "text/html": `<div>${layers.html()}${connections.html()}<ul>${list.join("")}</ul></div>`,
      "text/plain": this.toString(),
    }
  }

  private tables() {
    const delays = this.connections.some(({ atMin }) => atMin !== undefined)
    return {
      layers: table(this.layers, { formats: { silent: percent, bursting: percent } }),
      connections: table(this.connections, { formats: delays ? { atMin: percent, atMax: percent } : {} }),
    }
  }

  private words(): readonly string[] {
    return this.advice.length > 0 ? this.advice : ["Nothing is odd: rates, gradients and delays look healthy."]
  }
}
