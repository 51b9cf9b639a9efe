import type { ChartSpec } from "./chart.js"

// Names for screen readers on each of thousands of marks would double the picture; its one description stays.
const still = { background: "white", config: { aria: false } }

/**
 * Draws a Vega-Lite specification. The renderer is loaded on first use (about 0.2 s), later drawings take about 15 ms.
 *
 * @param onWarning gets what Vega-Lite finds odd in the specification; by default it is printed
 */
export async function drawSvg(spec: ChartSpec, onWarning: (text: string) => void = console.warn): Promise<string> {
  const [vega, vegaLite] = await Promise.all([import("vega"), import("vega-lite")])
  const warn = (...texts: readonly unknown[]) => {
    onWarning(texts.join(" "))
    return logger
  }
  const logger = { level: () => logger, error: warn, warn, info: () => logger, debug: () => logger } as never
  const { config, ...rest } = { ...still, ...spec }
  // A copy: Vega marks the rows that it is given, and a chart must not change by being shown.
  const whole = structuredClone({ ...rest, config: { ...(config as object), ...still.config } })
  const compiled = vegaLite.compile(whole as never, { logger })
  const view = new vega.View(vega.parse(compiled.spec), { renderer: "none", logger })
  try {
    return await view.toSVG()
  } finally {
    view.finalize()
  }
}
