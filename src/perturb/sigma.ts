/** A standard deviation, in milliseconds or in steps: give one of the two. */
export interface Sigma {
  /** Standard deviation (ms). */
  sigma?: number
  /** Standard deviation in steps of the data set's `dt`. */
  sigmaSteps?: number
}

/**
 * The standard deviation in steps.
 * @throws RangeError when neither or both are given, or it is negative or not finite
 */
export function sigmaInSteps(name: string, { sigma, sigmaSteps }: Sigma, dt: number): number {
  if ((sigma === undefined) === (sigmaSteps === undefined)) {
    throw new RangeError(`${name}: give either sigma (ms) or sigmaSteps (bins of ${dt} ms).`)
  }
  const steps = sigmaSteps ?? sigma! / dt
  if (!(steps >= 0 && steps < Infinity)) {
    const [option, value] = sigma === undefined ? ["sigmaSteps", sigmaSteps] : ["sigma", sigma]
    throw new RangeError(`${name}: ${option} is ${value}; give a number of 0 or more.`)
  }
  return steps
}
