import { execFile } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"

/**
 * Interrupts the processes that cells started, as a terminal would: a cell that waits for one synchronously cannot see
 * the interrupt itself.
 */
export function interruptChildren(): void {
  if (process.platform === "win32") return
  if (process.platform === "linux") kill(linuxChildren())
  else execFile("pgrep", ["-P", String(process.pid)], (_, found) => kill(found.split("\n").map(Number)))
}

function linuxChildren(): number[] {
  try {
    return readdirSync("/proc/self/task").flatMap((task) =>
      readFileSync(`/proc/self/task/${task}/children`, "utf8").trim().split(" ").map(Number),
    )
  } catch {
    return []
  }
}

function kill(pids: number[]): void {
  for (const pid of pids.filter((pid) => pid > 0)) {
    try {
      process.kill(pid, "SIGINT")
    } catch {
      // It has ended already.
    }
  }
}
