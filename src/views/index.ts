export type { PageContext, PageDocument, PageElement, PageEvent, PageModel } from "./page-types.js"
export type { Still } from "./still.js"
export { Widget, type WidgetOptions, widget } from "./widget.js"
