import type { Scale } from "./scale.js"

/**
 * The sizes of an experiment at a scale, with those that its options give in their place (an option that is undefined changes nothing).
 */
export function chosenSizes<Sizes extends object>(
  sizes: { readonly [scale in Scale]: Sizes },
  scale: Scale,
  options: Partial<Sizes>,
): Sizes {
  const names = Object.keys(sizes[scale]) as (keyof Sizes)[]
  const given = names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]])
  return { ...sizes[scale], ...Object.fromEntries(given) }
}
