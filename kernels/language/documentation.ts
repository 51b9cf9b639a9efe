import type ts from "typescript"
import { typescript } from "../protocol/tslab.js"

type Commented = ts.Node & { jsDoc?: ts.JSDoc[] }

/** Files whose comments have been read. */
const read = new WeakSet<ts.SourceFile>()

/**
 * Comments are a fifth of the work of reading all types, and nobody asks for most of them. This reads those of the
 * files that declare what stands at `position`, so that the compiler's answers about it tell them.
 */
export function readCommentsAt(program: ts.Program, source: ts.SourceFile, position: number): void {
  const checker = program.getTypeChecker()
  const node = touching(source, position)
  let symbol = checker.getSymbolAtLocation(node)
  if (symbol && symbol.flags & typescript.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol)
  for (const declaration of symbol?.declarations ?? []) readComments(declaration.getSourceFile())
}

function touching(source: ts.SourceFile, position: number): ts.Node {
  let found: ts.Node = source
  for (let next: ts.Node | undefined = source; next; ) {
    found = next
    next = typescript.forEachChild(found, (child) => {
      return child.getStart(source) <= position && position <= child.end && !isEarlier(child, position)
        ? child
        : undefined
    })
  }
  return found

  /** Of two neighbours that meet at the position, the name counts rather than the punctuation. */
  function isEarlier(node: ts.Node, at: number): boolean {
    return node.end === at && !typescript.isIdentifier(node) && node.getChildCount(source) === 0
  }
}

/** Reads the file once more, with comments, and hangs them on the nodes of the program's own tree. */
function readComments(file: ts.SourceFile): void {
  if (read.has(file)) return
  read.add(file)
  const { languageVersion } = file
  const options = { languageVersion, jsDocParsingMode: typescript.JSDocParsingMode.ParseAll }
  // The program's own text of a declaration file lacks its comments; see file-cache.ts.
  const text = file.isDeclarationFile ? typescript.sys.readFile(file.fileName) : undefined
  copy(file, typescript.createSourceFile(file.fileName, text ?? file.text, options, true))
}

function copy(to: Commented, from: Commented): void {
  if (from.jsDoc) to.jsDoc = from.jsDoc
  const sources = children(from)
  children(to).forEach((child, index) => {
    const source = sources[index]
    if (source) copy(child, source)
  })
}

function children(node: ts.Node): ts.Node[] {
  const found: ts.Node[] = []
  typescript.forEachChild(node, (child) => {
    found.push(child)
  })
  return found
}
