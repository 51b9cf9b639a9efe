import { sum } from "d3-array"
import { checkOptions } from "../known-options.js"
import { type Random, random } from "../random.js"
import type { SpikeDataset } from "../spikes/index.js"

export interface SplitOptions {
  /**
   * position: in the order of the samples (shuffle first), the paper's way; random: by lot, each class alike;
   * speaker: nobody is on two sides; file: the public test file is tested, the others are parted by lot.
   */
  by: "position" | "random" | "speaker" | "file"
  /** Share of the samples (of the speakers): 0.6, 0.15, 0.15 by position, as in the paper; else 0.65, 0.1, 0.25. */
  fractions?: { train: number; validation: number; test: number }
  /** Needed by all but "position". */
  seed?: number
  /** Keep the share of each class on all sides, for "random"; true by default. */
  stratify?: boolean
  /** For "speaker": who is tested, instead of a lot. */
  testSpeakers?: readonly number[]
}

export interface Split {
  train: SpikeDataset
  validation: SpikeDataset
  test: SpikeDataset
}

type Sides = [train: number[], validation: number[], test: number[]]

/**
 * Parts a data set into training, validation and test samples. Data sets with the same samples in the same order (norm and part) are parted alike.
 *
 * @throws RangeError when the speakers are not known, the fractions do not fit, or a side stays empty
 */
export function split(data: SpikeDataset, options: SplitOptions): Split {
  checkOptions("split", options, { by: true, fractions: true, seed: true, stratify: true, testSpeakers: true })
  const { by } = options
  const fractions =
    options.fractions ??
    (by === "position" ? { train: 0.6, validation: 0.15, test: 0.15 } : { train: 0.65, validation: 0.1, test: 0.25 })
  checkOptions("split: fractions", fractions, { train: true, validation: true, test: true })
  const shares = [fractions.train, fractions.validation, fractions.test]
  if (!shares.every((share) => share >= 0) || sum(shares) > 1 + 1e-9) {
    throw new RangeError(`split: fractions are ${shares.join(", ")}; give three of 0 or more that add up to at most 1.`)
  }
  const sides = sidesOf(data, options, shares)
  const names = ["training", "validation", "test"]
  sides.forEach((side, i) => {
    if (side.length === 0 && shares[i] > 0) {
      throw new RangeError(`split: ${data.length} samples leave none for ${names[i]} (${shares[i]}); change fractions.`)
    }
  })
  const [train, validation, test] = sides.map((side) => data.select(side))
  return { train, validation, test }
}

function sidesOf(data: SpikeDataset, options: SplitOptions, shares: readonly number[]): Sides {
  if (options.by === "position") return cut(range(data.length), shares)
  const { by, seed } = options
  if (by !== "random" && by !== "speaker" && by !== "file") {
    throw new RangeError(`split: by is "${by}"; give "position", "random", "speaker" or "file".`)
  }
  if (seed === undefined) throw new RangeError(`split: by "${by}" needs a seed.`)
  const stream = random(seed)
  if (by === "speaker") return bySpeaker(data, options, shares, stream)
  if (by === "file") return byFile(data, shares, stream)
  if (options.stratify === false) return sorted(cut(stream.shuffle(range(data.length)), shares))
  return sorted(cut(interleaved(data, stream), shares))
}

/** All samples in an order of which every stretch holds the classes in their proportions. */
function interleaved(data: SpikeDataset, stream: Random): number[] {
  const place = new Float64Array(data.length)
  for (let c = 0; c < data.classNames.length; c++) {
    const members = stream.shuffle(range(data.length).filter((s) => data.labels[s] === c))
    const phase = stream.uniform()
    members.forEach((s, i) => {
      place[s] = (i + phase) / members.length
    })
  }
  return range(data.length).sort((a, b) => place[a] - place[b])
}

function bySpeaker(data: SpikeDataset, options: SplitOptions, shares: readonly number[], stream: Random): Sides {
  const speakers = data.speakers
  if (!speakers) {
    throw new RangeError(
      'split: no speaker in this data set, so it cannot be split by speaker. Use by: "position", or read the file with its extra/speaker.',
    )
  }
  const everyone = [...new Set(speakers)].sort((a, b) => a - b)
  const held = options.testSpeakers
  const stranger = held?.find((speaker) => !everyone.includes(speaker))
  if (stranger !== undefined) {
    throw new RangeError(`split: speaker ${stranger} is not in this data set; there are ${everyone.join(", ")}.`)
  }
  const others = stream.shuffle(held ? everyone.filter((speaker) => !held.includes(speaker)) : everyone)
  const [train, validation] = shares
  const groups = held
    ? [...cut(others, [train / (train + validation), validation / (train + validation), 0]).slice(0, 2), [...held]]
    : cut(others, shares)
  const sides: Sides = [[], [], []]
  for (let s = 0; s < data.length; s++) {
    const side = groups.findIndex((group) => group.includes(speakers[s]))
    if (side >= 0) sides[side].push(s)
  }
  return sides
}

/** The last file read is the test file. */
function byFile(data: SpikeDataset, [train, validation]: readonly number[], stream: Random): Sides {
  const last = data.sources?.reduce((a, b) => Math.max(a, b), 0)
  if (!last) {
    throw new RangeError(
      'split: this data set was not read from a train and a test file, so it cannot be split by file. Use readShd({ train, test }), or by: "random".',
    )
  }
  const whole = train + validation
  const order = interleaved(data, stream).filter((s) => data.sources![s] !== last)
  const [first, second] = cut(order, [train / whole, validation / whole, 0])
  return sorted([first, second, range(data.length).filter((s) => data.sources![s] === last)])
}

/** Shares of a list one after the other; each at least one where it is asked for and there is enough, all of the list if they add up to 1. */
function cut(items: readonly number[], shares: readonly number[]): Sides {
  const sizes = shares.map((share) => Math.round(share * items.length))
  sizes.forEach((size, i) => {
    if (size === 0 && shares[i] > 0 && items.length >= shares.length) sizes[i] = 1
  })
  if (sum(shares) > 1 - 1e-9) sizes[2] += Math.max(0, items.length - sum(sizes))
  for (let over = sum(sizes) - items.length; over > 0; over--) sizes[sizes.indexOf(Math.max(...sizes))]--
  const [train, validation, test] = sizes
  const seen = train + validation
  return [items.slice(0, train), items.slice(train, seen), items.slice(seen, seen + test)]
}

function sorted(sides: Sides): Sides {
  return sides.map((side) => [...side].sort((a, b) => a - b)) as Sides
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i)
}
