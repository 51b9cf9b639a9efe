import { existsSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

/** The folder of this package, found from the built file upwards. */
export const productDirectory = (() => {
  let directory = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(directory, "package.json"))) directory = dirname(directory)
  return directory
})()

/** The library that cells see without importing it, as built. */
export const library = {
  name: "spiketime",
  types: join(productDirectory, "dist/src/index.d.ts"),
  code: join(productDirectory, "dist/src/index.js"),
}

/** What the kernel adds to the library: `help`, `input` and the like. */
export const helpers = {
  name: "spiketime/helpers",
  types: join(productDirectory, "dist/kernels/helpers/index.d.ts"),
  code: join(productDirectory, "dist/kernels/helpers/index.js"),
}

/** The folder with Node's types, wherever npm put it. */
export function typeRoot(): string {
  const manifest = createRequire(import.meta.url).resolve("@types/node/package.json")
  return dirname(dirname(manifest))
}
