import { statSync } from "node:fs"
import { isBuiltin } from "node:module"
import { dirname, join } from "node:path"
import type ts from "typescript"
import { typescript } from "../protocol/tslab.js"
import type { FileCache } from "./file-cache.js"
import { seldomModule, trimmedNodeIndex } from "./node-types.js"
import { helpers, library, productDirectory, typeRoot } from "./product.js"

/** Files that exist only in memory: the cell, the declarations of earlier cells, the library's names. */
export class VirtualFile {
  readonly path: string
  version = 0
  #text = ""

  constructor(path: string) {
    this.path = path
  }

  get text(): string {
    return this.#text
  }

  set text(text: string) {
    if (text === this.#text) return
    this.#text = text
    this.version++
  }
}

export const compilerOptions: ts.CompilerOptions = {
  target: typescript.ScriptTarget.ES2022,
  lib: ["lib.es2023.d.ts"],
  module: typescript.ModuleKind.ESNext,
  moduleResolution: typescript.ModuleResolutionKind.Bundler,
  moduleDetection: typescript.ModuleDetectionKind.Force,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  allowJs: true,
  esModuleInterop: true,
  strict: true,
  skipLibCheck: true,
  skipDefaultLibCheck: true,
  declaration: true,
  sourceMap: true,
  removeComments: false,
  newLine: typescript.NewLineKind.LineFeed,
  experimentalDecorators: false,
  types: ["node"],
  typeRoots: [typeRoot()],
  outDir: "/emitted",
}

/**
 * Shows the compiler the notebook's folder, the virtual files, and this product's packages where the folder has none.
 *
 * @param imported the user's files that no cell names in an import: their names were worked out as it ran
 */
export function createHost(
  directory: string,
  files: VirtualFile[],
  imported: Iterable<string>,
  disk: FileCache,
): ts.LanguageServiceHost {
  const virtual = new Map(files.map((file) => [file.path, file]))
  const fallback = join(productDirectory, "index.ts")
  const compilerFolder = dirname(typescript.getDefaultLibFilePath({}))
  const isFixed = (path: string) =>
    path.includes("/node_modules/") || path.startsWith(compilerFolder) || path.startsWith(`${productDirectory}/dist/`)

  const host: ts.LanguageServiceHost & { getModuleResolutionCache(): ts.ModuleResolutionCache } = {
    // Comments are read when somebody asks for them; see documentation.ts.
    jsDocParsingMode: typescript.JSDocParsingMode.ParseNone,
    getCompilationSettings: () => compilerOptions,
    getScriptFileNames: () => [...files.map((file) => file.path), ...imported],
    getScriptVersion: (path) => {
      const file = virtual.get(path)
      if (file) return String(file.version)
      return isFixed(path) ? "fixed" : modified(path)
    },
    getScriptSnapshot: (path) => {
      const text = virtual.get(path)?.text ?? disk.readFile(path)
      return text === undefined ? undefined : typescript.ScriptSnapshot.fromString(trimmedNodeIndex(path, text))
    },
    getCurrentDirectory: () => directory,
    getDefaultLibFileName: (options) => typescript.getDefaultLibFilePath(options),
    fileExists: (path) => virtual.has(path) || disk.fileExists(path),
    readFile: (path) => virtual.get(path)?.text ?? disk.readFile(path),
    directoryExists: (path) => disk.directoryExists(path),
    getDirectories: typescript.sys.getDirectories,
    readDirectory: typescript.sys.readDirectory,
    realpath: typescript.sys.realpath,
    useCaseSensitiveFileNames: () => typescript.sys.useCaseSensitiveFileNames,
    // Without it, the package.json above every file is read again for every program.
    getModuleResolutionCache: () => cache,
    resolveModuleNameLiterals: (literals, containing, _redirected, options) =>
      literals.map(({ text }) => {
        if (text === library.name) return { resolvedModule: file(library.types) }
        if (text === helpers.name) return { resolvedModule: file(helpers.types) }
        if (isBuiltin(text)) {
          const path = seldomModule(text, containing)
          return { resolvedModule: path === undefined ? undefined : file(path) }
        }
        const places = text.startsWith(".") ? [containing] : [containing, fallback]
        // What was looked for in vain is looked for again: it may have been installed meanwhile.
        for (const [from, known] of [cache, undefined].flatMap((known) =>
          places.map((from) => [from, known] as const),
        )) {
          const found = typescript.resolveModuleName(text, from, options, known ? host : typescript.sys, known)
          if (found.resolvedModule) return found
        }
        return { resolvedModule: undefined }
      }),
  }
  const cache = typescript.createModuleResolutionCache(directory, (path) => path, compilerOptions)
  return host

  function file(path: string): ts.ResolvedModuleFull {
    return { resolvedFileName: path, extension: typescript.Extension.Dts, isExternalLibraryImport: true }
  }
}

function modified(path: string): string {
  try {
    return String(statSync(path).mtimeMs)
  } catch {
    return "missing"
  }
}
