import { spawn } from "node:child_process"
import { appendFileSync, mkdirSync } from "node:fs"
import { inProject, project } from "./paths.mjs"

const logFile = inProject("out", "setup.log")

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set()

/** A program that ended badly; the message has its last lines. */
export class ProgramFailed extends Error {
  /** @param {string} program @param {string} how @param {string[]} lines */
  constructor(program, how, lines) {
    super(`${program} ${how}.\n${lines.map((line) => `    ${line}`).join("\n")}\n  Its whole output: ${logFile}`)
    this.lines = lines
  }
}

/**
 * Runs a program to its end; its output goes to out/setup.log, line by line also to `onLine`.
 * @param {string} program
 * @param {string[]} args
 * @param {{ onLine?: (line: string) => void, env?: Record<string, string | undefined>, cwd?: string, keep?: number }} [options]
 * @returns {Promise<string[]>} its last lines
 */
export function runProgram(program, args, { onLine, env, cwd = project, keep = 60 } = {}) {
  mkdirSync(inProject("out"), { recursive: true })
  appendFileSync(logFile, `\n$ ${program} ${args.join(" ")}\n`)
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] })
    running.add(child)
    /** @type {string[]} */
    const lines = []
    for (const stream of [child.stdout, child.stderr]) {
      let rest = ""
      stream.setEncoding("utf8")
      stream.on("data", (text) => {
        appendFileSync(logFile, text)
        const parts = (rest + text).split(/[\r\n]+/)
        rest = parts.pop() ?? ""
        for (const line of parts) take(line)
      })
      stream.on("end", () => take(rest))
    }
    /** @param {string} line */
    const take = (line) => {
      if (!line.trim()) return
      lines.push(line)
      if (lines.length > keep) lines.shift()
      onLine?.(line)
    }
    child.on("error", (error) => {
      running.delete(child)
      reject(new ProgramFailed(program, `could not be started (${error.message})`, []))
    })
    child.on("close", (code, signal) => {
      running.delete(child)
      if (code === 0) resolve(lines)
      else reject(new ProgramFailed(program, signal ? `was ended by ${signal}` : `ended with code ${code}`, lines))
    })
  })
}

/**
 * Ends the command cleanly on Ctrl-C: its programs first, then itself, with the shell's usual code.
 * @param {string} advice what to tell the user
 * @param {() => void} [tidy]
 */
export function endOnInterrupt(advice, tidy) {
  let asked = false
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
    process.on(signal, () => {
      if (asked) return
      asked = true
      const end = () => {
        tidy?.()
        process.stdout.write(`\nStopped. ${advice}\n`)
        process.exit(signal === "SIGINT" ? 130 : 143)
      }
      if (running.size === 0) end()
      for (const child of running) {
        child.once("close", () => running.size === 0 && end())
        child.kill("SIGTERM")
      }
      setTimeout(() => {
        for (const child of running) child.kill("SIGKILL")
        end()
      }, 8000).unref()
    })
  }
}
