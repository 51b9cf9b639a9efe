import { random } from "../random.js"

/** One layer of a multi-layer perceptron: weights inputs x outputs, row-major, and a bias an output. */
export interface PerceptronLayer {
  readonly weights: Float32Array
  readonly biases: Float32Array
}

/** He's start: normal weights of variance 2 / inputs, biases 0; the same bits for the same seed. */
export function startLayers(sizes: readonly number[], seed: number): PerceptronLayer[] {
  return sizes.slice(1).map((outputs, index) => {
    const stream = random(seed, index)
    const scale = Math.sqrt(2 / sizes[index])
    return {
      weights: Float32Array.from({ length: sizes[index] * outputs }, () => scale * stream.normal()),
      biases: new Float32Array(outputs),
    }
  })
}

/** Scores of each row of `inputs`: rectified linear layers, the last one linear. */
export function scoresOf(layers: readonly PerceptronLayer[], inputs: Float32Array, rows: number): Float32Array {
  let values = inputs
  layers.forEach(({ weights, biases }, index) => {
    const [outputs, width] = [biases.length, weights.length / biases.length]
    const next = new Float32Array(rows * outputs)
    for (let row = 0; row < rows; row++) {
      const out = next.subarray(row * outputs, (row + 1) * outputs)
      out.set(biases)
      for (let j = 0; j < width; j++) {
        const value = values[row * width + j]
        if (value === 0) continue
        for (let k = 0, at = j * outputs; k < outputs; k++, at++) out[k] += value * weights[at]
      }
      if (index < layers.length - 1) for (let k = 0; k < outputs; k++) out[k] = Math.max(0, out[k])
    }
    values = next
  })
  return values
}
