import { type Displayable, displaySymbol, type MimeBundle } from "../../src/display/index.js"
import { services } from "../run/services.js"

/**
 * Shows what is written about a name of the library: its signature, its description and where its source stands.
 *
 * @param what the thing itself, `help(raster)`, or a name, `help("SpikeDataset")`
 */
export function help(what: unknown): Displayable {
  const name = typeof what === "string" ? what : services().nameOf(what)
  return {
    [displaySymbol]: (): MimeBundle | Promise<MimeBundle> => {
      if (name !== undefined) return services().document(name)
      return { "text/plain": "help: this is no name of the library. Try help(raster), or press Shift-Tab on any name." }
    },
  }
}
