import { type ChildProcess, spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { venvProgram } from "./project.js"

export interface JupyterServer {
  /** Address of a notebook in JupyterLab. */
  readonly address: (notebook: string) => string
  /** What the server said so far. */
  readonly log: () => string
  /** Ends all kernels, as shutting notebooks down does. */
  readonly endKernels: () => Promise<void>
  /** Ends it with its kernels. */
  readonly stop: () => Promise<void>
}

/**
 * Starts JupyterLab of the project's environment over a folder, alone: with settings, workspaces and a token of its own, and
 * without looking for news or updates.
 */
export async function startJupyter(root: string, env: Record<string, string>): Promise<JupyterServer> {
  const home = mkdtempSync(join(tmpdir(), "spiketime-jupyter-"))
  const folder = (name: string) => join(home, name)
  const notification = join(folder("settings"), "@jupyterlab", "apputils-extension")
  mkdirSync(notification, { recursive: true })
  const quiet = { fetchNews: "false", checkForUpdates: false }
  writeFileSync(join(notification, "notification.jupyterlab-settings"), JSON.stringify(quiet))

  const port = await freePort()
  const token = "browser-test"
  const server = spawn(
    venvProgram("jupyter"),
    [
      ...["lab", "--no-browser", "--allow-root", "--ip=127.0.0.1", `--port=${port}`, "--ServerApp.port_retries=0"],
      ...[`--IdentityProvider.token=${token}`, `--ServerApp.root_dir=${root}`],
    ],
    {
      env: {
        ...process.env,
        JUPYTER_PREFER_ENV_PATH: "1",
        JUPYTER_CONFIG_DIR: folder("config"),
        JUPYTER_RUNTIME_DIR: folder("runtime"),
        JUPYTERLAB_SETTINGS_DIR: folder("settings"),
        JUPYTERLAB_WORKSPACES_DIR: folder("workspaces"),
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  )
  let text = ""
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (part) => (text += part))
  const stop = async () => {
    await ended(server)
    rmSync(home, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    await answers(`http://127.0.0.1:${port}/api/status?token=${token}`, server, () => text)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    address: (notebook) => `http://127.0.0.1:${port}/lab/tree/${encodeURIComponent(notebook)}?token=${token}&reset`,
    log: () => text,
    async endKernels() {
      const at = (path: string) => `http://127.0.0.1:${port}/api/sessions${path}?token=${token}`
      const sessions = (await (await fetch(at(""))).json()) as { id: string }[]
      await Promise.all(sessions.map(({ id }) => fetch(at(`/${id}`), { method: "DELETE" })))
    },
    stop,
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once("error", reject)
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

async function answers(url: string, server: ChildProcess, log: () => string): Promise<void> {
  for (const start = Date.now(); Date.now() - start < 60_000; ) {
    if (server.exitCode !== null) throw new Error(`JupyterLab ended with code ${server.exitCode}:\n${log()}`)
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(`JupyterLab did not answer in 60 s:\n${log()}`)
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const over = new Promise((resolve) => server.once("exit", resolve))
  server.kill("SIGTERM")
  const kill = setTimeout(() => server.kill("SIGKILL"), 10_000)
  await over
  clearTimeout(kill)
}
