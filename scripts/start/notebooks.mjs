import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { inProject, venvProgram } from "../setup/paths.mjs"
import { duration, statusLine } from "../setup/progress.mjs"
import { ProgramFailed, runProgram } from "../setup/run-program.mjs"

const folder = inProject("notebooks")
export const executedFolder = inProject("out", "notebooks")

/**
 * The notebooks whose name has one of the words in it, in reading order.
 * @param {string[]} words
 * @returns {string[]} paths
 */
export function chooseNotebooks(words) {
  const all = readdirSync(folder).filter((name) => name.endsWith(".ipynb"))
  const chosen = all.filter((name) => words.some((word) => name.includes(word))).sort()
  if (chosen.length > 0) return chosen.map((name) => join(folder, name))
  throw new Error(`No notebook has ${words.join(" or ")} in its name; there are ${all.sort().join(", ") || "none"}.`)
}

/**
 * Seconds of each code cell in an earlier run at the same scale on the same data, where the notebook remembers them.
 * @param {string} path
 * @param {Record<string, string | undefined>} env
 * @returns {number[] | undefined}
 */
export function secondsOfCells(path, env) {
  if (!existsSync(path)) return undefined
  /** @type {{ metadata: { spiketime?: { scale: string, data?: string } }, cells: { cell_type: string, source: string | string[], metadata: { execution?: Record<string, string> } }[] }} */
  const { metadata, cells } = JSON.parse(readFileSync(path, "utf8"))
  const { scale, data } = metadata.spiketime ?? {}
  if (scale !== env.SPIKETIME_SCALE || data !== (env.SPIKETIME_DATA && basename(env.SPIKETIME_DATA))) return undefined
  const code = cells.filter((cell) => cell.cell_type === "code" && [cell.source].flat().join("").trim())
  const seconds = code.map(({ metadata: { execution = {} } }) => {
    const from = Date.parse(execution["iopub.execute_input"] ?? "")
    const to = Date.parse(execution["shell.execute_reply"] ?? "")
    return (to - from) / 1000
  })
  return seconds.every((value) => value >= 0) && seconds.length > 0 ? seconds : undefined
}

/**
 * Executes a notebook on our kernel, in the environment, and shows cell k of n and the time left: as far as that is known from
 * an earlier run, and corrected by the pace of this one.
 * @param {string} path
 * @param {{ position: string, env: Record<string, string | undefined>, later: number }} options `later`: seconds expected after it
 * @returns {Promise<{ executed: string, seconds: number, ratio: number }>}
 */
export async function executeNotebook(path, { position, env, later }) {
  mkdirSync(executedFolder, { recursive: true })
  const executed = join(executedFolder, basename(path))
  const usual = secondsOfCells(executed, env) ?? secondsOfCells(path, env)
  const line = statusLine()
  const name = `${position} ${basename(path)}`
  const start = performance.now()
  const state = { cell: 0, of: 0, text: "starting the kernel", since: start, spent: 0, expected: 0, shows: "" }
  /** @type {string | undefined} */
  let problem

  const pace = () => (state.expected > 1 ? state.spent / state.expected : 1)
  const left = () => {
    if (!usual || usual.length !== state.of || state.cell === 0) return ""
    const running = Math.max(0.5, pace() * usual[state.cell - 1] - (performance.now() - state.since) / 1000)
    const rest = pace() * usual.slice(state.cell).reduce((sum, value) => sum + value, 0)
    return `, about ${duration(running + rest + later)} left`
  }
  let told = ""
  const draw = () => {
    const time = duration((performance.now() - start) / 1000)
    const place = state.of === 0 ? "" : ` cell ${state.cell} of ${state.of},`
    const what = state.shows || state.text
    if (line.live) line.show(`${name}${place} ${time}${left()}  ${what}`)
    else if (what !== told) line.print(`${name}${place} ${time}${left()}: ${what}`)
    told = what
  }

  /** @param {string} text */
  const take = (text) => {
    const event = parse(text)
    if (event.cell !== undefined && event.error === undefined) {
      Object.assign(state, { cell: event.cell, of: event.of, text: event.text, since: performance.now(), shows: "" })
      if (!line.live) draw()
    }
    if (event.shows) state.shows = event.shows
    if (event.done !== undefined && usual) {
      state.spent += event.seconds
      state.expected += usual[event.done - 1] ?? 0
    }
    if (event.error !== undefined) problem = `cell ${event.cell} (${event.text}): ${event.error}`
  }

  // Where lines stay, one now and then.
  const timer = setInterval(draw, line.live ? 250 : 15_000)
  try {
    const script = inProject("python", "execute_notebook.py")
    await runProgram(venvProgram("python"), [script, path, executed], { onLine: take, env })
  } catch (error) {
    line.clear()
    const what = problem ?? (error instanceof ProgramFailed ? error.message : String(error))
    throw new Error(`${basename(path)}: ${what}\nWhat ran is in ${executed}`)
  } finally {
    clearInterval(timer)
  }
  const seconds = (performance.now() - start) / 1000
  line.print(`${name}: ${state.of} cells in ${duration(seconds)}`)
  return { executed, seconds, ratio: pace() }
}

/**
 * Anything that is no event of ours (a warning of Python's) is only for the log.
 * @param {string} line
 * @returns {{ cell?: number, of?: number, text?: string, shows?: string, done?: number, seconds: number, error?: string }}
 */
function parse(line) {
  try {
    const event = JSON.parse(line)
    return typeof event === "object" && event !== null ? event : { seconds: 0 }
  } catch {
    return { seconds: 0 }
  }
}
