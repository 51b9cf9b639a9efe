import { services } from "../run/services.js"
import { show } from "../run/show.js"

/** Shows a value in the front end's pager rather than in the notebook, where it would be kept. */
export async function page(value: unknown): Promise<void> {
  const shown = await show(value)
  if (typeof value === "string") shown.data["text/plain"] = value
  services().page(shown)
}
