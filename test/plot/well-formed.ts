import assert from "node:assert/strict"
import * as newest from "vega-lite"
import * as jupyterlabs from "vega-lite-5.6"
import type { Chart, ChartSpec } from "../../src/plot/index.js"
import { drawSvg } from "../../src/plot/index.js"

/** Fails unless the chart compiles without a warning, with JupyterLab's vega-lite too, and can be drawn. Gives the drawing. */
export async function drawn(chart: Chart): Promise<string> {
  const warnings: string[] = []
  const warn = (...texts: readonly unknown[]) => {
    warnings.push(texts.join(" "))
    return logger
  }
  const logger = { level: () => logger, error: warn, warn, info: () => logger, debug: () => logger } as never
  for (const { compile } of [newest, jupyterlabs]) compile(chart.spec as never, { logger })
  await drawSvg(chart.spec, (text) => warnings.push(text))
  const svg = await chart.svg()
  assert.deepEqual(warnings, [])
  assert.match(svg, /^<svg /)
  return svg
}

/** Every object inside a specification that has this key. */
export function having(spec: unknown, key: string): ChartSpec[] {
  if (typeof spec !== "object" || spec === null) return []
  const inner = Object.values(spec).flatMap((value) => having(value, key))
  return Object.hasOwn(spec, key) ? [spec as ChartSpec, ...inner] : inner
}
