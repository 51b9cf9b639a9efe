/** What cells have at hand beside the library. */
export * from "../../src/display/index.js"
export { help } from "./help.js"
export { input } from "./input.js"
export { page } from "./page.js"
export { sh } from "./sh.js"
export { time } from "./time.js"
