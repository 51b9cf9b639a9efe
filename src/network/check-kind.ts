import { oneOf } from "../did-you-mean.js"

/**
 * Checks that a value is plain data of a known kind, such as those that `adam()` or `srmAlpha()` make.
 *
 * @param what its place, as a message begins
 * @param known its kinds, where they are to be checked
 * @param example how one is made
 * @throws RangeError for a function that was not called, something else than such data, and an unknown kind (with the nearest known one)
 */
export function checkKind(what: string, value: unknown, known: readonly string[] | undefined, example: string): void {
  if (typeof value === "function") {
    throw new RangeError(`${what} is the function ${value.name} itself; call it, as in ${example}.`)
  }
  const kind = typeof value === "object" && value !== null && "kind" in value ? value.kind : undefined
  if (typeof kind !== "string") {
    throw new RangeError(`${what} is ${JSON.stringify(value)}; give what a function makes, as ${example}.`)
  }
  if (known) oneOf(`${what}: kind`, kind, known)
}
