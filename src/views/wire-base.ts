import { frontEndVersion } from "./front-end.js"
import { inShell } from "./page-code.js"

/** What a model of anywidget needs beside its own state. */
export function wireBase(esm: string, css = ""): { readonly [name: string]: unknown } {
  const version = frontEndVersion()
  return {
    _model_module: "anywidget",
    _model_name: "AnyModel",
    _model_module_version: version,
    _view_module: "anywidget",
    _view_name: "AnyView",
    _view_module_version: version,
    _view_count: null,
    _dom_classes: [],
    tabbable: null,
    tooltip: null,
    layout: null,
    _anywidget_id: "spiketime.Widget",
    _esm: inShell(esm),
    _css: css,
  }
}
