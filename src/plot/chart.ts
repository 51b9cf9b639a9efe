import { displaySymbol, type MimeBundle } from "../display/index.js"
import { drawSvg } from "./draw-svg.js"

/** A Vega-Lite 5 specification, as plain JSON. */
export type ChartSpec = { readonly [key: string]: unknown }

/**
 * A chart as a value: a Vega-Lite specification that shows itself in a notebook. Edit the specification and show it again:
 * `new Chart({ ...chart.spec, title: "Mine" })`, or shorter `chart.with({ title: "Mine" })`.
 *
 * Only what Vega-Lite 5.6 knows may be used: JupyterLab renders with that version.
 */
export class Chart {
  readonly spec: ChartSpec
  readonly #still: ChartSpec

  /**
   * @param spec what is shown where charts are alive (JupyterLab, VS Code)
   * @param options.still what is drawn where they are not (GitHub, exported pages), if that should be another, smaller one
   */
  constructor(spec: ChartSpec, { still }: { still?: ChartSpec } = {}) {
    this.spec = { $schema: "https://vega.github.io/schema/vega-lite/v5.json", ...spec }
    this.#still = still ? { $schema: this.spec.$schema, ...still } : this.spec
  }

  /** What is drawn where charts are not alive. */
  get still(): ChartSpec {
    return this.#still
  }

  /** The same chart with some top-level properties replaced. */
  with(properties: ChartSpec): Chart {
    const still = this.#still === this.spec ? undefined : { ...this.#still, ...properties }
    return new Chart({ ...this.spec, ...properties }, { still })
  }

  /** The chart drawn, with a white background: legible on any page. */
  svg(): Promise<string> {
    return drawSvg(this.#still)
  }

  /** What it shows, in one line. */
  toString(): string {
    const { description, title } = this.spec
    const text =
      description ?? (typeof title === "object" && title !== null ? (title as { text?: unknown }).text : title)
    return String(text ?? "chart").replace(/\s+/g, " ")
  }

  // No text/html: JupyterLab would prefer it to the live chart.
  async [displaySymbol](): Promise<MimeBundle> {
    return {
      "application/vnd.vegalite.v5+json": this.spec,
      "image/svg+xml": await this.svg(),
      "text/plain": this.toString(),
    }
  }
}
