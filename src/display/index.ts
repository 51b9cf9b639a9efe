export {
  type Displayable,
  displaySymbol,
  isDisplayable,
  isLive,
  type Live,
  liveSymbol,
  type MimeBundle,
} from "./bundle.js"
export { type Comm, type CommMessage, type CommOptions, type CommTarget, onComm, openComm } from "./comm.js"
export { clearOutput, type DisplayHandle, display } from "./display.js"
export { escapeHtml } from "./escape-html.js"
export { interruptSignal } from "./interrupt.js"
export { currentKernel, type Kernel, setCurrentKernel } from "./kernel.js"
export { html, image, markdown, rich, svg } from "./rich.js"
export { ink, svgImage } from "./svg-image.js"
