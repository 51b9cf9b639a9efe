import { parseArgs } from "node:util"
import {
  activeEnvironment,
  checkKernel,
  installedKernels,
  installKernel,
  prefixDataDirectory,
  removeKernel,
  userDataDirectory,
} from "../../kernels/index.js"
import { type Command, usage } from "./command.js"

/** `spiketime kernel ...`: makes the TypeScript kernel known to a Jupyter that is there already, or takes it away. */
export const kernel: Command = {
  name: "kernel",
  forms: [
    ["install [--user | --prefix FOLDER]", "makes the kernel known to the active environment, or to the user"],
    ["list", "says where it is installed"],
    ["remove [--user | --prefix FOLDER]", "takes it away again"],
    ["check", "says what of it works and what is missing"],
  ],
  async run([action, ...args]) {
    if (action === "install") return install(args)
    if (action === "remove") return remove(args)
    if (action === "list") return list()
    if (action === "check") return check()
    throw new Error(`${action === undefined ? "say what to do" : `"${action}" is not known`}.\n${usage(kernel)}`)
  },
}

/** Without a wish, the active environment is meant, and the user's own folder where there is none. */
function directory(args: readonly string[]): string {
  const options = { user: { type: "boolean" }, prefix: { type: "string" } } as const
  const { user, prefix } = parseArgs({ args: [...args], options }).values
  if (user && prefix) throw new Error("--user and --prefix exclude each other.")
  const environment = user ? undefined : (prefix ?? activeEnvironment())
  return environment === undefined ? userDataDirectory() : prefixDataDirectory(environment)
}

function install(args: readonly string[]): void {
  console.log(`The kernel is installed: ${installKernel(directory(args))}`)
}

function remove(args: readonly string[]): void {
  const from = directory(args)
  console.log(removeKernel(from) ? `The kernel is gone from ${from}` : `There was no kernel in ${from}`)
}

function list(): void {
  const found = installedKernels()
  if (found.length === 0) console.log("The kernel is not installed: spiketime kernel install")
  for (const { folder, problem } of found) console.log(problem ? `${folder}  (${problem})` : folder)
}

function check(): void {
  const findings = checkKernel()
  for (const { good, text } of findings) console.log(`${good ? "ok     " : "missing"} ${text}`)
  if (findings.some(({ good }) => !good)) throw new Error("something is missing, see above.")
}
