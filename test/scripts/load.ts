import { fileURLToPath, pathToFileURL } from "node:url"

// This file runs from dist/test/scripts.
export const project = fileURLToPath(new URL("../../../", import.meta.url))

/** A module of scripts/, which is plain JavaScript and not compiled, as `Module` says it looks. */
export const load = <Module>(name: string): Promise<Module> => import(pathToFileURL(`${project}scripts/${name}`).href)
