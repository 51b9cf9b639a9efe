import { type EventEngine, eventEngine } from "../../../src/engine/event/index.js"
import { type TfjsEngine, tfjsEngine } from "../../../src/engine/tfjs/index.js"
import type { Network } from "../../../src/network/index.js"

/** Both engines for one network, under their names; closed when `use` is through. */
export async function withEngines(
  net: Network,
  use: (engine: EventEngine | TfjsEngine, name: string) => void | Promise<void>,
): Promise<void> {
  await use(await tfjsEngine(net), "tfjs")
  const event = eventEngine(net, { threads: 1 })
  try {
    await use(event, "event")
  } finally {
    await event.close()
  }
}
