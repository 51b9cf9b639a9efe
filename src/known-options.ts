import { oneOf } from "./did-you-mean.js"

/** The names of an interface's options. The compiler asks for each of them and takes no other: such a list cannot go stale. */
export type OptionNames<Options> = { readonly [name in keyof Required<Options>]: true }

/**
 * Refuses a misspelt option, which plain JavaScript would take in silence.
 *
 * @param place whose options they are, as a message begins
 * @throws RangeError naming the option, and the nearest known one or all of them
 */
export function checkOptions<Options extends object>(
  place: string,
  given: Options,
  known: OptionNames<NoInfer<Options>>,
): void {
  for (const name of Object.keys(given)) oneOf(`${place}: option`, name, Object.keys(known))
}
