/** Numbers with a shape, row by row. */
export interface NirArray {
  readonly shape: readonly number[]
  readonly values: Float32Array | Float64Array | BigInt64Array
}

/** A node: its type (Linear, Delay, CubaLIF and the like), its numbers, and notes for whoever understands them. */
export interface NirNode {
  readonly type: string
  readonly fields: { readonly [name: string]: NirArray }
  readonly metadata: { readonly [name: string]: string }
}

/** A graph of the Neuromorphic Intermediate Representation: nodes by name, and edges along which signals flow unchanged. */
export interface NirGraph {
  readonly nodes: { readonly [name: string]: NirNode }
  readonly edges: readonly (readonly [string, string])[]
  readonly metadata: { readonly [name: string]: string }
}

/** A list, as doubles. */
export const list = (values: ArrayLike<number>): NirArray => ({
  shape: [values.length],
  values: Float64Array.from(values),
})

/** The same number for each of `count` neurons. */
export const same = (value: number, count: number): NirArray => list(new Array<number>(count).fill(value))

/** Numbers of an array. */
export const numbers = ({ values }: NirArray): number[] => Array.from(values as ArrayLike<number | bigint>, Number)

/** A node's numbers. @throws Error when the node lacks them */
export function field({ type, fields }: NirNode, name: string): number[] {
  if (!fields[name]) throw new Error(`a ${type} node has no ${name}`)
  return numbers(fields[name])
}
