/** Neurons are worked on in blocks of this many. */
export const blockSize = 16
export const blockBytes = blockSize * 4

/** What a neuron kernel carries from one stretch of steps to the next, a block. */
export const stateBytes = 256

/** Steps of which the input, slopes and gradients of a block stay in the processor's first cache. */
export const cachedSteps = 128

/** Blocks that are read side by side must not begin at the same place of a page, or they push each other out of the cache. */
export const apart = 4 * blockBytes

/** Numbers of a row: rows that are read side by side must not lie a multiple of 4096 bytes apart either, nor may rows with two numbers each. */
export const rowLength = (numbers: number): number => {
  const whole = Math.ceil(numbers / 4) * 4
  return whole % 512 < 16 ? whole + 16 : whole
}

export const blocksOf = (neurons: number): number => Math.ceil(neurons / blockSize)

/** How many deviations an interpolated product of so many steps lists at most; as many cost as much as what interpolation saves. */
export const mostDeviations = (steps: number): number => 8 * steps
