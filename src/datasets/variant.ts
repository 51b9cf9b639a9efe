import type { SpikeDataset } from "../spikes/index.js"
import { type NormaliseOptions, normalise } from "./normalise.js"
import { shuffle } from "./shuffle.js"

/** whole: all channels and spikes. part: the samples and channels of norm. norm: one spike count a channel in all samples. */
export type Variant = "whole" | "part" | "norm"

/**
 * One of the paper's three variants of a data set, its samples shuffled. {@link normalise} gives norm and part from one pass.
 * @throws RangeError when the variant is not known
 */
export function variant(whole: SpikeDataset, name: Variant, options: NormaliseOptions): SpikeDataset {
  if (name === "whole") return shuffle(whole, { seed: options.seed })
  if (name === "part" || name === "norm") return normalise(whole, options)[name]
  throw new RangeError(`variant "${name}" is not known; give "whole", "part" or "norm".`)
}
