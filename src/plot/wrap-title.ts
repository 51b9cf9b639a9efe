/** Pixels that a character of an axis title takes, as a chart is laid out where letters cannot be measured. */
const characterWidth = 8.8

/** A title in lines that fit beneath `width` pixels: a longer one would push its neighbours apart. */
export function wrapTitle(title: string, width: number): string | string[] {
  const lines: string[] = []
  for (const word of title.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`
    if (lines.length > 0 && longer.length * characterWidth <= width) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines.length === 1 ? title : lines
}
