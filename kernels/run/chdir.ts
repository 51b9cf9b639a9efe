import { MessageChannel, type MessagePort, receiveMessageOnPort } from "node:worker_threads"
import type { FromRun } from "./messages.js"

type Post = (message: FromRun, transfer: MessagePort[]) => void

/** Node lets only the main thread change the process's folder, so `process.chdir` asks it and waits. */
export function allowChdir(post: Post): void {
  process.chdir = (path) => {
    const { port1, port2 } = new MessageChannel()
    const done = new Int32Array(new SharedArrayBuffer(4))
    post({ type: "chdir", path, done, port: port2 }, [port2])
    Atomics.wait(done, 0, 0, 5000)
    const answer = receiveMessageOnPort(port1)?.message as { failure?: string } | undefined
    port1.close()
    if (!answer || answer.failure) throw new Error(answer?.failure ?? `chdir: no answer for ${path}`)
  }
}
