import { spawn } from "node:child_process"

/**
 * Runs a command of the shell in the notebook's folder and prints what it prints: `await sh("ls -l")`.
 *
 * @throws Error when the command fails
 */
export function sh(command: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, { shell: true, stdio: ["ignore", "pipe", "pipe"] })
    child.stdout.on("data", (chunk: Buffer) => process.stdout.write(chunk))
    child.stderr.on("data", (chunk: Buffer) => process.stderr.write(chunk))
    child.on("error", reject)
    child.on("close", (code, signal) => {
      if (code === 0) resolve()
      else reject(new Error(`sh: ${JSON.stringify(command)} ended with ${signal ?? `exit code ${code}`}.`))
    })
  })
}
