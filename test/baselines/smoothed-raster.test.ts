import assert from "node:assert/strict"
import test from "node:test"
import { readingsOf, smoothedRaster } from "../../src/baselines/smoothed-raster.js"
import { fromSamples } from "../../src/spikes/index.js"

test("smoothedRaster reads a Gaussian around each spike, once a sigma", () => {
  const shape = { labels: Uint16Array.of(0), classNames: ["a"], unitCount: 2, steps: 20, dt: 5 }
  const data = fromSamples([{ times: [8, 8, 11], units: [1, 0, 1] }], shape)
  const sigma = 20 // 4 steps: readings at steps 0, 4, 8 ... 20
  const readings = readingsOf(data, sigma)
  assert.equal(readings, 6)
  const raster = smoothedRaster(data, sigma)
  const gauss = (steps: number) => (Math.abs(steps) < 12 ? Math.exp(-((steps / 4) ** 2) / 2) : 0)
  for (let r = 0; r < readings; r++) {
    assert.ok(Math.abs(raster[r] - gauss(8 - 4 * r)) < 1e-6)
    assert.ok(Math.abs(raster[readings + r] - gauss(8 - 4 * r) - gauss(11 - 4 * r)) < 1e-6)
  }
})
