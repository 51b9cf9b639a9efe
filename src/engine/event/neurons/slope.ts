import type { Surrogate } from "../../../network/index.js"

/**
 * The two numbers that the kernels take a surrogate derivative by, breadth and height, from its width and scale: what need not be worked
 * out at each step is put into them (`assembly/surrogate.ts`).
 */
export function slopeNumbers({ kind, width, scale }: Surrogate): [breadth: number, height: number] {
  switch (kind) {
    case "exponential":
      // a power of two
      return [-Math.LOG2E / width, scale]
    case "sigmoid":
      return [-Math.LOG2E / width, 4 * scale]
    case "fastSigmoid":
      // (height / (width + distance))^2
      return [width, Math.sqrt(scale) * width]
    case "arctangent":
      return [Math.PI / 2 / width, scale]
    default:
      return [1 / width, scale]
  }
}
