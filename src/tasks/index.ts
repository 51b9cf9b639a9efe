export { type CoincidenceOptions, coincidence } from "./coincidence.js"
export { crossIsi, type IsiOptions, isi } from "./isi.js"
export { mixingAt, onOff } from "./overlap.js"
export { type Plane, type PlaneOptions, plane } from "./plane.js"
