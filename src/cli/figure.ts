import { dirname, join, relative } from "node:path"
import { parseArgs } from "node:util"
import { readShd } from "../datasets/index.js"
import { oneOf } from "../did-you-mean.js"
import {
  chosenSpeech,
  type Figure,
  figureByName,
  figureNames,
  fingerprint,
  type Measures,
  type ResultTable,
  readTables,
  resultsPage,
  scales,
  tableName,
} from "../experiments/index.js"
import { replaceFile } from "../network/files/index.js"
import type { SpikeDataset } from "../spikes/index.js"
import { type Command, usage } from "./command.js"
import { progressLine } from "./progress.js"

const options = {
  scale: { type: "string", default: "quick" },
  data: { type: "string" },
  test: { type: "string" },
  seeds: { type: "string" },
  epochs: { type: "string" },
  models: { type: "string" },
  out: { type: "string", default: join("out", "figures") },
  page: { type: "string" },
  name: { type: "string" },
  where: { type: "string", multiple: true },
} as const

/** `spiketime figure ...`: trains what a figure needs, and writes its table, its chart and RESULTS.md. */
export const figure: Command = {
  name: "figure",
  forms: [
    [
      "[NAME...] [--scale smoke|quick|paper] [--data TRAIN.h5 [--test TEST.h5] [--name NAME]] [--seeds 1,2,3] [--epochs N] [--models NAME,...] [--where COLUMN=VALUE,...] [--out FOLDER]",
      `runs figures (all of them, without a name): ${figureNames.join(", ")}.\n      --models compares others than the scale does, such as --models "delay line,trained delays". --where runs a part, such as --where level=0,1 --where "model=no delays". Results are kept; stopped with Ctrl-C, the same command goes on. Tables, charts and RESULTS.md go to out/figures`,
    ],
    ["list", "names the figures"],
    ["page [--out FOLDER] [--page RESULTS.md]", "writes RESULTS.md anew from the tables in a folder"],
  ],
  async run(args, signal) {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options })
    const { scale, out, page = join(out, "RESULTS.md") } = values
    const [action] = positionals
    if (action === "list") return console.log(figureNames.join("\n"))
    if (action === "page") return writePage(out, page)
    oneOf("scale", scale, scales)
    const wanted = positionals.length > 0 ? positionals : figureNames
    for (const name of wanted) oneOf("figure", name, figureNames)
    if (values.test && !values.data) throw new Error(`--test needs --data.\n${usage(figure)}`)
    const part = partOf(values.where)
    const speech = once(async () => {
      const { data, test, name } = values
      const read = await (data ? readShd(test ? { train: data, test } : data) : chosenSpeech())
      return name ? read.with({ name }) : read
    })
    const request = {
      scale,
      speech,
      seeds: numbers("seeds", values.seeds),
      epochs: numbers("epochs", values.epochs)?.[0],
      ...(values.models && { models: names(values.models) }),
    }
    for (const name of wanted) {
      if (signal.aborted) break
      let used: SpikeDataset | undefined
      const whole = await figureByName(name, {
        ...request,
        speech: async () => {
          used = await speech()
          return used
        },
      })
      const made = part ? whole.where(part) : whole
      const rows = await runFigure(made, signal)
      if (signal.aborted) break
      await write(out, made, rows, used, { ...(part && { part }), ...(request.epochs && { epochs: request.epochs }) })
    }
    if (signal.aborted) throw new Error("stopped; what was trained is kept, and the same command goes on from there.")
    writePage(out, page)
  },
}

async function runFigure(made: Figure<object, Measures>, signal: AbortSignal): Promise<readonly object[]> {
  const { name, scale } = made.definition
  const line = progressLine(`${name} (${scale})`, String)
  const run = made.run({ signal, quiet: true })
  const of = made.conditions.length
  try {
    for await (const _ of run) line.update(run.history.length, of)
    return await run
  } finally {
    line.end()
  }
}

/** Writes `<figure>.<scale>.json`, `.svg` and `.vl.json`. */
async function write(
  folder: string,
  made: Figure<object, Measures>,
  rows: readonly object[],
  speech: SpikeDataset | undefined,
  asked: Pick<ResultTable, "part" | "epochs">,
): Promise<void> {
  const { name, scale, configuration } = made.definition
  const data = speech ? `${speech.name} (${speech.length} samples, ${fingerprint(speech)})` : "generated"
  const table: ResultTable = {
    ...{ figure: name, scale, data, configuration },
    ...asked,
    rows: rows as ResultTable["rows"],
  }
  const stem = join(folder, tableName(table))
  const chart = made.definition.chart(rows as never)
  // a row a line: differences between two runs can be read
  const lines = rows.map((row) => JSON.stringify(row)).join(",\n")
  const { rows: _, ...head } = table
  replaceFile(`${stem}.json`, `${JSON.stringify(head).slice(0, -1)},"rows":[\n${lines}\n]}\n`)
  replaceFile(`${stem}.vl.json`, `${JSON.stringify(chart.spec)}\n`)
  replaceFile(`${stem}.svg`, await chart.svg())
  console.log(`${name}: ${chart} -> ${stem}.svg`)
}

function writePage(folder: string, page: string): void {
  replaceFile(page, resultsPage(readTables(folder), relative(dirname(page), folder) || "."))
  console.log(`What holds of the paper: ${page}`)
}

/** Speech is read once, and only where it is asked for. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined
  return () => {
    reading ??= read()
    return reading
  }
}

function numbers(option: string, text: string | undefined): number[] | undefined {
  if (text === undefined) return undefined
  const values = text.split(",").map(Number)
  if (values.some((value) => !(Number.isInteger(value) && value > 0))) {
    throw new Error(`--${option} is "${text}"; give whole numbers above 0, with commas between.`)
  }
  return values
}

/** What --where asks for, by column. */
function partOf(texts: readonly string[] | undefined): ResultTable["part"] {
  if (!texts) return undefined
  const part: { [column: string]: readonly string[] } = {}
  for (const text of texts) {
    const [column, values] = text.split("=")
    if (!column || !values) throw new Error(`--where is "${text}"; give COLUMN=VALUE, or several values with commas.`)
    part[column] = [...(part[column] ?? []), ...names(values)]
  }
  return part
}

/** A comma before a space belongs to the name, as in "frozen hidden, fixed delays". */
const names = (text: string): string[] => text.split(/,(?! )/)
