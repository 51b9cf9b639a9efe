/** JSON that also keeps the numbers which JSON lacks: NaN and the infinities (as `{"$number": "Infinity"}`). */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (_, v: unknown) => (typeof v === "number" && !Number.isFinite(v) ? { $number: String(v) } : v))

/** Reads what {@link toJson} wrote. */
export const fromJson = (text: string): unknown =>
  JSON.parse(text, (_, v: unknown) => (typeof v === "object" && v !== null && "$number" in v ? Number(v.$number) : v))
