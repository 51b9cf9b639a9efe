import { existsSync } from "node:fs"
import { relative } from "node:path"
import { pathToFileURL } from "node:url"
import type ts from "typescript"
import { printQuickInfo, typescript } from "../protocol/tslab.js"
import { productDirectory } from "./product.js"

/**
 * A name's signature and description as Markdown and as text, with a link to its source.
 *
 * @param directory the notebook's folder
 */
export function document(
  info: ts.QuickInfo,
  source: string | undefined,
  directory: string,
): { [mime: string]: unknown } {
  const join = (parts: ts.SymbolDisplayPart[] | undefined) => withoutLinks(typescript.displayPartsToString(parts), "`")
  const tags = (info.tags ?? []).map((tag) => {
    const text = join(tag.text)
    if (tag.name === "example") return `\n\`\`\`typescript\n${text.replace(/^```.*\n|\n```$/g, "")}\n\`\`\``
    const [name, ...rest] = tag.name === "param" ? text.split(/\s+/) : []
    if (name) return `- \`${name}\` ${rest.join(" ").replace(/^- /, "")}`
    return `- *${tag.name}* ${text}`
  })
  const parts = [`\`\`\`typescript\n${join(info.displayParts)}\n\`\`\``, join(info.documentation), tags.join("\n")]
  if (source) parts.push(`Source: [${relative(productDirectory, source)}](${link(source, directory)})`)
  const text = printQuickInfo(inPlainText(info) as never)
  return {
    "text/markdown": parts.filter(Boolean).join("\n\n"),
    "text/plain": source ? `${text}\n\nSource: ${source}` : text,
  }
}

/** The same with its description, and what its tags say, in one piece of plain text, as a tooltip shows it. */
export function inPlainText(info: ts.QuickInfo): ts.QuickInfo {
  const plain = (parts: ts.SymbolDisplayPart[] | undefined) => withoutLinks(typescript.displayPartsToString(parts), "")
  const tags = (info.tags ?? []).map(({ name, text }) => `@${name} ${plain(text)}`.trim())
  const text = [plain(info.documentation), tags.join("\n")].filter(Boolean).join("\n\n")
  return { ...info, documentation: text ? [{ kind: "text", text }] : [], tags: [] }
}

/** `{@link Name}` as the name, or as what is to be shown for it. */
function withoutLinks(text: string, mark: string): string {
  return text.replace(/\{@link(?:code|plain)? ([^\s|}]+)[\s|]*([^}]*)\}/g, (_, name: string, label: string) => {
    return label.trim() || `${mark}${name}${mark}`
  })
}

/** A front end opens files by their way from the notebook, if both lie in the folder that it serves. */
function link(source: string, directory: string): string {
  const together = `${directory}/`.startsWith(`${productDirectory}/`) || source.startsWith(`${directory}/`)
  return together ? encodeURI(relative(directory, source)) : pathToFileURL(source).href
}

/** A library's name is an import to the compiler; a user did not import it and is not told of it. */
export function withoutAlias(info: ts.QuickInfo): ts.QuickInfo {
  const text = typescript.displayPartsToString(info.displayParts)
  const plain = text.replace(/^\(alias\) /, "").replace(/\nimport [^\n]*$/, "")
  return plain === text ? info : { ...info, displayParts: [{ text: plain, kind: "text" }] }
}

/** The TypeScript that a declaration file was made from, where it is there. */
export function sourceOf(declaration: string): string | undefined {
  const built = `${productDirectory}/dist/`
  if (!declaration.startsWith(built)) return existsSync(declaration) ? declaration : undefined
  const source = `${productDirectory}/${declaration.slice(built.length).replace(/\.d\.ts$/, ".ts")}`
  return existsSync(source) ? source : declaration
}
