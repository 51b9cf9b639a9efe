import assert from "node:assert/strict"
import { test } from "node:test"
import { colours } from "../../src/plot/index.js"

/** Relative luminance as WCAG defines it. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const v = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

test("every colour has a contrast of at least 3 with a white page and with JupyterLab's dark charts", () => {
  for (const colour of colours) {
    assert.ok(1.05 / (luminance(colour) + 0.05) >= 3, `${colour} on white`)
    assert.ok((luminance(colour) + 0.05) / (luminance("#333333") + 0.05) >= 3, `${colour} on dark`)
  }
})
