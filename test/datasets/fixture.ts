import { join } from "node:path"
import { fileURLToPath } from "node:url"

/** Path of a file in test/datasets/fixtures, seen from the compiled tests in dist/test/datasets. */
export function fixture(name: string): string {
  return join(fileURLToPath(new URL("../../../test/datasets/fixtures/", import.meta.url)), name)
}
