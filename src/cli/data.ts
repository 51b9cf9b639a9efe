import { parseArgs } from "node:util"
import { CATALOGUE, encodeWavs, fetchData, normalise, readShd, writeShd } from "../datasets/index.js"
import type { SpikeDataset } from "../spikes/index.js"
import type { Command } from "./command.js"
import { usage } from "./command.js"
import { progressLine } from "./progress.js"

/** `spiketime data ...`: fetch public data sets, turn recordings into spikes, look into a file. */
export const data: Command = {
  name: "data",
  forms: [
    [
      `fetch ${Object.keys(CATALOGUE).join("|")} [--cache FOLDER] [--mirror ADDRESS|FOLDER]`,
      "downloads a data set, once; goes on after a cut",
    ],
    ["encode FILE.wav... --out FILE.h5 [--seed N] [--channels N]", "turns recordings into spikes in the SHD layout"],
    ["info FILE.h5", "says what a file of the SHD layout holds, and what its norm variant would keep"],
  ],
  async run([action, ...args], signal) {
    if (action === "fetch") return runFetch(args, signal)
    if (action === "encode") return runEncode(args, signal)
    if (action === "info") return runInfo(args)
    throw new Error(`${action === undefined ? "say what to do" : `"${action}" is not known`}.\n${usage(data)}`)
  },
}

async function runFetch(args: readonly string[], signal: AbortSignal): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { cache: { type: "string" }, mirror: { type: "string" } },
  })
  const [name] = positionals
  if (positionals.length !== 1) throw new Error(`fetch takes one of ${Object.keys(CATALOGUE).join(", ")}.`)
  let line = progressLine("", megabytes)
  let current = ""
  await fetchData(name, {
    ...values,
    signal,
    onMessage: (text) => {
      line.end()
      console.log(text)
    },
    onProgress: ({ file, received, total }) => {
      if (file !== current) line = progressLine(file, megabytes)
      current = file
      line.update(received, total)
    },
  }).finally(() => line.end())
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`

async function runEncode(args: readonly string[], signal: AbortSignal): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { out: { type: "string" }, seed: { type: "string" }, channels: { type: "string" } },
  })
  if (!values.out) throw new Error("encode needs --out FILE.h5.")
  const line = progressLine("encode", (n) => `${n} recordings`)
  const raw = await encodeWavs(positionals, {
    seed: whole("seed", values.seed),
    channels: whole("channels", values.channels),
    signal,
    onProgress: (done) => line.update(done, positionals.length),
  }).finally(() => line.end())
  await writeShd(values.out, raw)
  const spikes = raw.samples.reduce((sum, { times }) => sum + times.length, 0)
  const speakers = raw.speakers ? `, ${new Set(Array.from(raw.speakers)).size} speakers` : ""
  const each = Math.round(spikes / raw.samples.length)
  console.log(
    `${values.out}: ${raw.samples.length} samples of ${raw.classNames.length} classes (${raw.classNames.join(", ")})${speakers}, ${each} spikes a sample`,
  )
}

function whole(option: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  if (!/^\d+$/.test(value)) throw new Error(`--${option} is "${value}"; give a whole number.`)
  return Number(value)
}

async function runInfo(args: readonly string[]): Promise<void> {
  if (args.length === 0) throw new Error("info takes a file of the SHD layout (or its train and its test file).")
  const spikes = await readShd(args)
  const speakers = spikes.speakers ? `, ${new Set(spikes.speakers).size} speakers` : ""
  console.log(
    `${spikes.name}: ${spikes.length} samples of ${spikes.classNames.length} classes (${spikes.classNames.join(", ")})${speakers}`,
  )
  console.log(
    `${Math.round(spikes.spikeCount / spikes.length)} spikes a sample in ${spikes.steps} bins of ${spikes.dt} ms`,
  )
  console.log(normLine(spikes))
}

function normLine(spikes: SpikeDataset): string {
  try {
    const { report } = normalise(spikes, { seed: 1 })
    return `norm would remove ${report.removed} samples and keep ${report.channels} of ${spikes.unitCount} channels with ${report.minimum.smallest} to ${report.minimum.largest} spikes, ${Math.min(...report.perClass)} samples a class`
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return `norm is not possible: ${error.message}`
  }
}
