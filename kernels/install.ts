/** `node dist/kernels/install.js [--prefix FOLDER]`: makes the kernel known to an environment's Jupyter, or the user's. */
import { parseArgs } from "node:util"
import { installKernel, prefixDataDirectory, userDataDirectory } from "./kernelspec.js"

const { values } = parseArgs({ options: { prefix: { type: "string" } } })
const directory = values.prefix ? prefixDataDirectory(values.prefix) : userDataDirectory()
console.log(`kernelspec written to ${installKernel(directory)}`)
