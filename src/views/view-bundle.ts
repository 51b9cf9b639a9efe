import type { MimeBundle } from "../display/index.js"
import type { LiveModel } from "./live-models.js"

/** What a notebook shows of a model: its view, where there is a page to show it. */
export const viewBundle = (model: LiveModel): MimeBundle =>
  model.open()
    ? { "application/vnd.jupyter.widget-view+json": { version_major: 2, version_minor: 0, model_id: model.id } }
    : {}
