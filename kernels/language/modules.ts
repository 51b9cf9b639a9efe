import type ts from "typescript"
import { typescript } from "../protocol/tslab.js"
import { instrument } from "./instrument.js"

/** One of the user's own TypeScript files, as a CommonJS module. */
export interface UserModule {
  path: string
  code: string
  map: string
}

const isUserFile = (file: ts.SourceFile) =>
  !file.isDeclarationFile && /\.[cm]?tsx?$/.test(file.fileName) && !file.fileName.includes("/node_modules/")

/**
 * Converts the user's files that a program reads and that changed since they were converted last.
 *
 * @param known versions of what was converted before; brought up to date here
 */
export function convertModules(program: ts.Program, cell: ts.SourceFile, known: Map<string, string>): UserModule[] {
  const changed = program.getSourceFiles().filter((file) => {
    return file !== cell && isUserFile(file) && known.get(file.fileName) !== version(file)
  })
  return changed.map((file) => {
    known.set(file.fileName, version(file))
    return { path: file.fileName, ...convertModule(file.fileName, file.text) }
  })
}

/** A TypeScript file as a CommonJS module whose loops can be interrupted. */
export function convertModule(path: string, text: string): { code: string; map: string } {
  const { outputText, sourceMapText } = typescript.transpileModule(text, {
    fileName: path,
    transformers: { before: [interruptible] },
    compilerOptions: {
      target: typescript.ScriptTarget.ES2022,
      module: typescript.ModuleKind.CommonJS,
      esModuleInterop: true,
      sourceMap: true,
    },
  })
  return { code: outputText, map: sourceMapText ?? "" }
}

const interruptible: ts.TransformerFactory<ts.SourceFile> = (context) => (source) => {
  const visit = (node: ts.Node): ts.Node => instrument(typescript.visitEachChild(node, visit, context))
  return typescript.visitNode(source, visit) as ts.SourceFile
}

function version(file: ts.SourceFile): string {
  return (file as ts.SourceFile & { version: string }).version
}
