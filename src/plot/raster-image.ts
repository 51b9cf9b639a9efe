import type { SpikeTrain } from "../spikes/index.js"
import { colours } from "./colours.js"
import { png } from "./png.js"

/**
 * Spikes as a picture, one pixel a step and unit (several where the page has fewer pixels); the more spikes in a
 * pixel, the darker. The lowest unit is at the bottom.
 *
 * @param steps how many steps the picture is wide, which may be more than the sample has
 * @param page its size on the page, in pixels
 * @returns a data URL
 */
export function rasterImage(
  train: SpikeTrain,
  steps: number,
  page: { width: number; height: number },
  colour: string = colours[0],
): string {
  const width = Math.min(steps, page.width)
  const height = Math.min(train.unitCount, page.height)
  const counts = new Uint32Array(width * height)
  let most = 1
  for (let k = 0; k < train.times.length; k++) {
    const x = Math.floor((train.times[k] * width) / steps)
    const y = height - 1 - Math.floor((train.units[k] * height) / train.unitCount)
    most = Math.max(most, ++counts[y * width + x])
  }
  // Single spikes stay visible beside full pixels.
  const opacity = Uint8Array.from(counts, (count) => (count === 0 ? 0 : Math.round(90 + 165 * Math.sqrt(count / most))))
  return `data:image/png;base64,${png(opacity, width, height, colour).toString("base64")}`
}
