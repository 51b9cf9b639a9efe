import type ts from "typescript"
import { typescript } from "../protocol/tslab.js"
import { problem } from "./diagnostics.js"
import { instrument } from "./instrument.js"
import { codeFile } from "./names.js"
import { productDirectory } from "./product.js"

/** One of the user's own files, TypeScript or JavaScript, ready to be loaded. */
export interface UserModule {
  path: string
  /** As the user wrote it, for excerpts in tracebacks. */
  text: string
  code: string
  map: string
  /** Whether `code` is the body of a CommonJS module. Otherwise it calls `System.register`, which may await at its top. */
  common: boolean
}

const isUserFile = ({ isDeclarationFile, fileName }: ts.SourceFile) =>
  !isDeclarationFile &&
  codeFile.test(fileName) &&
  !fileName.includes("/node_modules/") &&
  !fileName.startsWith(`${productDirectory}/dist/`)

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
    const [wrong] = program.getSyntacticDiagnostics(file)
    return wrong ? brokenModule(file, wrong) : convertModule(file)
  })
}

/** A file that is no TypeScript: whoever imports it is told so, at the place in the file. */
function brokenModule(file: ts.SourceFile, diagnostic: ts.Diagnostic): UserModule {
  const { fileName: path, text } = file
  const { message, line, column } = problem(diagnostic, text)
  const failure = `${path}, line ${line}, column ${column}: ${message}`
  const place = "\n".repeat(line - 1) + " ".repeat(Math.max(0, column - 1 - "throw ".length))
  const code = `${place}throw new SyntaxError(${JSON.stringify(failure)})`
  return { path, text, code, map: '{"version":3,"sources":[],"names":[],"mappings":""}', common: true }
}

/** A file whose loops and awaits can be interrupted. */
function convertModule(file: ts.SourceFile): UserModule {
  const common = isCommonJs(file)
  const { outputText, sourceMapText } = typescript.transpileModule(file.text, {
    fileName: file.fileName,
    transformers: { before: [interruptible] },
    compilerOptions: {
      allowJs: true,
      target: typescript.ScriptTarget.ES2022,
      module: common ? typescript.ModuleKind.CommonJS : typescript.ModuleKind.System,
      esModuleInterop: true,
      sourceMap: true,
    },
  })
  return { path: file.fileName, text: file.text, code: outputText, map: sourceMapText ?? "", common }
}

function isCommonJs(file: ts.SourceFile): boolean {
  if (/\.c[jt]s$/.test(file.fileName)) return true
  if (file.statements.some((statement) => typescript.isExportAssignment(statement) && statement.isExportEquals)) {
    return true
  }
  const { identifiers } = file as ts.SourceFile & { identifiers: ReadonlyMap<string, string> }
  return !file.statements.some(isModuleSyntax) && ["module", "exports", "require"].some((name) => identifiers.has(name))
}

function isModuleSyntax(statement: ts.Statement): boolean {
  if (typescript.isImportDeclaration(statement) || typescript.isExportDeclaration(statement)) return true
  if (typescript.isExportAssignment(statement)) return true
  const modifiers = typescript.canHaveModifiers(statement) ? typescript.getModifiers(statement) : undefined
  return modifiers?.some(({ kind }) => kind === typescript.SyntaxKind.ExportKeyword) === true
}

const interruptible: ts.TransformerFactory<ts.SourceFile> = (context) => (source) => {
  const visit = (node: ts.Node): ts.Node => instrument(typescript.visitEachChild(node, visit, context))
  return typescript.visitNode(source, visit) as ts.SourceFile
}

function version(file: ts.SourceFile): string {
  return (file as ts.SourceFile & { version: string }).version
}
