/** The 20 classes: the digits in English, then in German. */
export const ENGLISH = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
export const GERMAN = ["null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"]
export const WORDS: readonly string[] = [...ENGLISH, ...GERMAN]
