import type { NetworkGraph } from "../network.js"
import type { ConnectionParameters, Parameters } from "../parameters.js"
import { validate } from "../validate.js"
import { libraryVersion } from "./library-version.js"
import { fromJson, toJson } from "./plain-json.js"
import { readWhole, replaceFile } from "./replace-file.js"
import { decodeTensors, encodeTensors, type Tensor, type TensorFile } from "./safetensors.js"
import { connectionNames, expectedShapes } from "./tensor-names.js"

/** What a file of a network holds. */
export interface NetworkFile {
  /** network, or checkpoint of a training. */
  readonly kind: string
  readonly graph: NetworkGraph
  /** Numbers in the shapes of the parameters; the group "" are the network's own. */
  readonly groups: { readonly [group: string]: Parameters }
  /** Everything else, as plain data. */
  readonly record: object
}

/** Raised when older files can no longer be read as they are. */
const formatVersion = "1"

/**
 * Writes a network and what belongs to it as safetensors. Tensors: `hidden1->output.weights` (targets x sources), `.gains` (targets),
 * `.delaySteps` (sources, for axonal delays), `.taps` (of the target's post-synaptic filter), `.constants` (trained ones of the
 * target's neurons, as logarithms); those of another group behind its name: `initial/hidden1->output.weights`.
 * `__metadata__`: format, format_version, library_version, kind, groups, graph and record, the last three as JSON.
 *
 * @throws RangeError when a number is NaN or infinite; nothing is written then
 */
export function writeNetworkFile(path: string, { kind, graph, groups, record }: NetworkFile): void {
  const names = connectionNames(graph)
  const tensors = new Map<string, Tensor>()
  for (const [group, parameters] of Object.entries(groups)) {
    parameters.forEach((fields, index) => {
      const shapes = expectedShapes(graph, index)
      for (const [field, values] of Object.entries(fields) as [string, Float32Array | undefined][]) {
        if (!values) continue
        const name = tensorName(group, names[index], field)
        const shape = shapes[field] ?? [values.length]
        const needed = shape.reduce((product, n) => product * n, 1)
        if (values.length !== needed) {
          throw new RangeError(`${path}: "${name}" has ${values.length} numbers and its graph needs ${needed}.`)
        }
        checkFinite(values, name, path)
        tensors.set(name, { shape, values })
      }
    })
  }
  const metadata = {
    format: "spiketime",
    format_version: formatVersion,
    library_version: libraryVersion(),
    kind,
    groups: JSON.stringify(Object.keys(groups)),
    graph: toJson(graph),
    record: toJson(record),
  }
  replaceFile(path, encodeTensors({ tensors, metadata }))
}

/**
 * Reads what {@link writeNetworkFile} wrote.
 *
 * @throws Error when the file is missing, damaged, of another program or version, or does not fit its own graph
 */
export function readNetworkFile(path: string): NetworkFile {
  const file = decodeTensors(readWhole(path), path)
  const { metadata } = file
  if (metadata.format !== "spiketime") {
    throw new Error(`${path}: a safetensors file, but of another program; give one that saveNetwork() wrote.`)
  }
  if (metadata.format_version !== formatVersion) {
    throw new Error(
      `${path}: written by spiketime ${metadata.library_version} in format ${metadata.format_version}; this is ${libraryVersion()}, which reads format ${formatVersion}: install the other version.`,
    )
  }
  let parsed: { graph: NetworkGraph; record: object; groups: string[] }
  try {
    const graph = fromJson(metadata.graph) as NetworkGraph
    validate(graph)
    parsed = { graph, record: fromJson(metadata.record) as object, groups: JSON.parse(metadata.groups) as string[] }
  } catch (error) {
    throw new Error(`${path}: it does not describe a network that can be run (${(error as Error).message})`)
  }
  const { graph, record } = parsed
  const groups = Object.fromEntries(parsed.groups.map((group) => [group, readGroup(file, graph, group, path)]))
  return { kind: metadata.kind, graph, groups, record }
}

function readGroup(file: TensorFile, graph: NetworkGraph, group: string, path: string): Parameters {
  return connectionNames(graph).map((connection, index) => {
    const prefix = tensorName(group, connection, "")
    const expected = expectedShapes(graph, index)
    const further = [...file.tensors.keys()].flatMap((name) => {
      const field = name.slice(prefix.length)
      return name.startsWith(prefix) && !(field in expected) ? [field] : []
    })
    const fields = [...Object.keys(expected), ...further].map((field) => {
      const name = prefix + field
      const tensor = file.tensors.get(name)
      if (!tensor) throw new Error(`${path}: there is no tensor "${name}" in it; the file is not whole: load another.`)
      const [has, needs] = [tensor.shape, expected[field]]
      if (needs && String(has) !== String(needs)) {
        throw new Error(`${path}: "${name}" has the shape [${has}] and its graph needs [${needs}]; load another file.`)
      }
      checkFinite(tensor.values, name, path)
      return [field, tensor.values]
    })
    return Object.fromEntries(fields) as ConnectionParameters
  })
}

const tensorName = (group: string, connection: string, field: string): string =>
  `${group && `${group}/`}${connection}.${field}`

function checkFinite(values: Float32Array, name: string, path: string): void {
  const place = values.findIndex((v) => !Number.isFinite(v))
  if (place < 0) return
  throw new RangeError(
    `${path}: number ${place} of "${name}" is ${values[place]}; the training had diverged: take an earlier epoch's parameters.`,
  )
}
