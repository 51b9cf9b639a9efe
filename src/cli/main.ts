#!/usr/bin/env node
/** `spiketime COMMAND ...`: hands each command to its own file. */
import { type Command, usage } from "./command.js"
import { data } from "./data.js"
import { figure } from "./figure.js"
import { kernel } from "./kernel.js"

const COMMANDS: readonly Command[] = [data, figure, kernel]

const [name, ...rest] = process.argv.slice(2)
const command = COMMANDS.find((each) => each.name === name)
if (!command) {
  const help = name === undefined || name === "help" || name === "--help"
  const text = COMMANDS.map(usage).join("\n")
  if (help) console.log(text)
  else console.error(`spiketime: "${name}" is no command.\n${text}`)
  process.exitCode = help ? 0 : 1
} else {
  const stop = new AbortController()
  process.once("SIGINT", () => stop.abort())
  try {
    await command.run(rest, stop.signal)
  } catch (error) {
    console.error(`spiketime ${name}: ${(error as Error).message}`)
    process.exitCode = stop.signal.aborted ? 130 : 1
  }
}
