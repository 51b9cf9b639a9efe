import { execFile } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"

/**
 * Signals the processes that cells started, and those they started, as a terminal would: a cell that waits for one
 * synchronously cannot see an interrupt itself.
 */
export function signalChildren(signal: "SIGINT" | "SIGTERM" | "SIGKILL"): void {
  if (process.platform === "win32") return
  if (process.platform === "linux") kill(descendants(linuxParents()), signal)
  else execFile("ps", ["-Ao", "pid=,ppid="], (_, found) => kill(descendants(parse(found)), signal))
}

type Parents = [pid: number, parent: number][]

function parse(table: string): Parents {
  return table.split("\n").map((line) => line.trim().split(/\s+/).map(Number) as [number, number])
}

/** Every process with its parent: the fourth field of `stat`, after a name that may hold anything. */
function linuxParents(): Parents {
  return readdirSync("/proc").flatMap((name): Parents => {
    if (!/^\d+$/.test(name)) return []
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8")
      return [[Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1])]]
    } catch {
      return [] // It has ended meanwhile.
    }
  })
}

function descendants(parents: Parents): number[] {
  const found = new Set([process.pid])
  for (let size = 0; size !== found.size; ) {
    size = found.size
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid)
  }
  found.delete(process.pid)
  return [...found]
}

function kill(pids: number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal)
    } catch {
      // It has ended already.
    }
  }
}
