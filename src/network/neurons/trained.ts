import { oneOf } from "../../did-you-mean.js"

/** How training moves the constants of a population's neurons: each of them one number for all neurons, or one a neuron. */
export type Trained = (typeof waysToTrain)[number]

export const waysToTrain = ["shared", "each"] as const

/**
 * @throws RangeError when it is unknown how constants are to be trained
 */
export function checkTrained(where: string, trained: Trained | undefined): void {
  if (trained !== undefined) oneOf(where, trained, waysToTrain)
}
