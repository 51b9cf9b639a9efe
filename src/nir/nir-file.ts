import { mkdirSync, readFileSync, renameSync, rmSync } from "node:fs"
import { dirname } from "node:path"
import type { Dataset, Entity, File, Group } from "h5wasm/node"
import type { NirArray, NirGraph, NirNode } from "./nir-graph.js"

/** The version of the Python package whose files are written. */
const nirVersion = "1.0.8"

/**
 * Writes a graph as the Python package `nir` does: HDF5, a group for each node with its `type` and its numbers.
 *
 * @throws Error when the file cannot be written
 */
export async function writeNirFile(path: string, graph: NirGraph): Promise<void> {
  const part = `${path}.${process.pid}.part`
  const { File } = await loadHdf5()
  try {
    mkdirSync(dirname(path), { recursive: true })
    const file = new File(part, "w")
    try {
      file.create_dataset({ name: "version", data: nirVersion })
      const root = file.create_group("node")
      root.create_dataset({ name: "type", data: "NIRGraph" })
      root.create_dataset({ name: "edges", data: graph.edges.flat(), shape: [graph.edges.length, 2], dtype: "S" })
      writeNotes(root, graph.metadata)
      const nodes = root.create_group("nodes")
      for (const [name, node] of Object.entries(graph.nodes)) writeNode(nodes.create_group(name), node)
    } finally {
      file.close()
    }
    renameSync(part, path)
  } catch (error) {
    rmSync(part, { force: true })
    throw new Error(`${path}: it cannot be written (${firstLine(error)}); choose another path, or free some space.`)
  }
}

/**
 * Reads a graph that `nir` or {@link writeNirFile} wrote.
 *
 * @throws Error when the file is missing, no HDF5 file, damaged, or holds no graph
 */
export async function readNirFile(path: string): Promise<NirGraph> {
  checkSignature(path)
  const { File } = await loadHdf5()
  let file: File | undefined
  try {
    file = new File(path, "r")
    const root = file.get("node")
    if (!isGroup(root)) throw new Error("it holds no NIR graph: there is no group /node")
    const type = text(root, "type")
    if (type !== "NIRGraph") throw new Error(`its root is a ${type} node; wrap it into a NIRGraph`)
    return readGraph(root)
  } catch (error) {
    throw new Error(`${path}: it cannot be read as a NIR graph (${firstLine(error)}).`)
  } finally {
    file?.close()
  }
}

/** HDF5 itself: megabytes of WebAssembly, which is loaded when the first file is written or read. */
async function loadHdf5(): Promise<typeof import("h5wasm/node")> {
  const hdf5 = await import("h5wasm/node")
  ;(await hdf5.ready).activate_throwing_error_handler()
  return hdf5
}

function writeNode(group: Group, { type, fields, metadata }: NirNode): void {
  group.create_dataset({ name: "type", data: type })
  for (const [name, { shape, values }] of Object.entries(fields)) {
    group.create_dataset({ name, data: values, shape: [...shape] })
  }
  writeNotes(group, metadata)
}

function writeNotes(group: Group, notes: { readonly [name: string]: string }): void {
  if (Object.keys(notes).length === 0) return
  const inside = group.create_group("metadata")
  for (const [name, data] of Object.entries(notes)) inside.create_dataset({ name, data })
}

function readGraph(root: Group): NirGraph {
  const nodes = root.get("nodes")
  if (!isGroup(nodes)) throw new Error("its graph has no nodes")
  const edges = (root.get("edges") as Dataset | null)?.to_array() as [string, string][] | undefined
  if (!edges) throw new Error("its graph has no edges")
  const named = nodes.keys().map((name) => [name, readNode(nodes.get(name) as Group)])
  return { nodes: Object.fromEntries(named) as NirGraph["nodes"], edges, metadata: readNotes(root) }
}

function readNode(group: Group): NirNode {
  const fields: Record<string, NirArray> = {}
  for (const name of group.keys()) {
    const entity = group.get(name)
    if (name === "type" || entity === null || isGroup(entity)) continue
    const { shape, value } = entity as Dataset
    // numbers only: some nodes also carry words, which say nothing here
    const values = typeof value === "object" && value !== null ? value : [value]
    const plain = Array.from(values as ArrayLike<number | bigint>, Number)
    if (plain.every((v) => !Number.isNaN(v))) fields[name] = { shape: shape ?? [], values: Float64Array.from(plain) }
  }
  return { type: text(group, "type"), fields, metadata: readNotes(group) }
}

/** Texts of a node's metadata. */
function readNotes(group: Group): Record<string, string> {
  const inside = group.keys().includes("metadata") ? group.get("metadata") : null
  if (!isGroup(inside)) return {}
  const notes = inside.keys().map((name) => [name, (inside.get(name) as Dataset).value] as const)
  return Object.fromEntries(notes.filter(([, value]) => typeof value === "string")) as Record<string, string>
}

const text = (group: Group, name: string): string => String((group.get(name) as Dataset | null)?.value ?? "nameless")

function checkSignature(path: string): void {
  let head: Buffer
  try {
    head = readFileSync(path).subarray(0, 8)
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT"
    throw new Error(`${path}: ${missing ? "there is no such file" : (error as Error).message}.`)
  }
  if (head.toString("latin1") !== "\x89HDF\r\n\x1a\n") {
    throw new Error(`${path}: this is no NIR file (NIR files are HDF5, and its first bytes say otherwise).`)
  }
}

const isGroup = (entity: Entity | null): entity is Group => (entity as { type?: string } | null)?.type === "Group"

/** HDF5 reports over many lines; the first says what failed. */
const firstLine = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error)
  if (/truncated|checksum|bad object header|wrong/i.test(message))
    return "the file is cut short or damaged; copy it again"
  return message.split("\n")[0].trim()
}
