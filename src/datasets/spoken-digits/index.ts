export { type SpokenDigitsOptions, spokenDigits } from "./spoken-digits.js"
export { ENGLISH, GERMAN } from "./words.js"
