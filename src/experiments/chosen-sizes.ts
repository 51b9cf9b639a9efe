import { oneOf } from "../did-you-mean.js"
import { checkOptions, type OptionNames } from "../known-options.js"
import { type Scale, scales } from "./scale.js"

/**
 * The sizes of an experiment at a scale, with those that its options give in their place (an option that is undefined changes nothing).
 *
 * @param others names of the options that are no sizes
 * @throws RangeError for a scale or an option that is not known
 */
export function chosenSizes<Sizes extends object, Options extends Partial<Sizes> & { readonly scale: Scale }>(
  experiment: string,
  sizes: { readonly [scale in Scale]: Sizes },
  options: Options,
  others: OptionNames<Omit<NoInfer<Options>, keyof Sizes>>,
): Sizes {
  const { scale } = options
  oneOf(`${experiment}: scale`, scale, scales)
  checkOptions<object>(experiment, options, { ...sizes[scale], ...others })
  const given = Object.entries(options).filter(([name, value]) => name in sizes[scale] && value !== undefined)
  return { ...sizes[scale], ...Object.fromEntries(given) }
}
