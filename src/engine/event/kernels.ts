import { existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { compile, compiledBits } from "./compile.js"

declare global {
  // the part of WebAssembly's interface that is used here; TypeScript has it only with the DOM's
  namespace WebAssembly {
    class Memory {
      constructor(descriptor: { initial: number; maximum?: number; shared?: boolean })
      readonly buffer: SharedArrayBuffer
      grow(pages: number): number
    }
    class Module {
      constructor(bytes: Uint8Array)
    }
    class CompileError extends Error {}
    class Instance {
      constructor(module: Module, imports: Record<string, Record<string, unknown>>)
      readonly exports: Record<string, unknown>
    }
  }
}

/** The way back of neurons that keep a trace. */
type TracedBackward = (
  slopes: number,
  trace: number,
  spikeGradient: number,
  inputGradient: number,
  from: number,
  to: number,
  steps: number,
  state: number,
  table: number,
  gradient: number,
) => void

/** The WebAssembly functions of `assembly/`; every pointer is a byte address in the shared memory. */
export interface Kernels {
  arrange(times: number, units: number, count: number, steps: number, rows: number, at: number, offsets: number): void
  collect(masks: number, from: number, to: number, words: number, rows: number, at: number, offsets: number): number
  silence(rows: number, at: number, offsets: number, from: number, to: number, kept: number): number
  silenceGradient(gradient: number, from: number, to: number, kept: number): void
  delaySpikes(
    rows: number,
    offsets: number,
    delays: number,
    steps: number,
    outRows: number,
    outAt: number,
    outOffsets: number,
    cursor: number,
  ): number
  accumulate(
    rows: number,
    at: number,
    offsets: number,
    from: number,
    to: number,
    weights: number,
    input: number,
    add: number,
  ): void
  weightGradient(
    rows: number,
    at: number,
    offsets: number,
    from: number,
    to: number,
    inputGradient: number,
    gradient: number,
  ): void
  product(
    inputGradient: number,
    stride: number,
    uppers: number,
    weights: number,
    steps: number,
    out: number,
    add: number,
  ): void
  liveSlopes(slopes: number, steps: number): number
  sparseProduct(
    slopes: number,
    inputGradient: number,
    stride: number,
    blocks: number,
    weights: number,
    weightStride: number,
    steps: number,
    lanes: number,
    out: number,
    add: number,
  ): void
  quantise(
    inputGradient: number,
    stride: number,
    blocks: number,
    rows: number,
    by: number,
    bound: number,
    out: number,
    scales: number,
  ): void
  fastProduct(
    gradient: number,
    scales: number,
    rowWords: number,
    pairs: number,
    weights: number,
    worth: number,
    rows: number,
    by: number,
    out: number,
    add: number,
  ): void
  deviations(
    inputGradient: number,
    stride: number,
    blocks: number,
    steps: number,
    least: number,
    list: number,
    most: number,
    noted: number,
  ): number
  interpolate(out: number, steps: number, list: number, count: number, weights: number): void
  sum(at: number, count: number): number
  clear(at: number, bytes: number): void
  repeat(at: number, steps: number): void
  addToSteps(block: number, from: number, to: number, row: number): void
  addUp(first: number, apart: number, many: number, count: number): void
  unshift(arrived: number, delays: number, from: number, to: number, steps: number, out: number, add: number): void
  hear(
    lanes: number,
    apart: number,
    masks: number,
    words: number,
    rows: number,
    at: number,
    offsets: number,
    from: number,
    to: number,
    weights: number,
    weightStride: number,
    input: number,
    inputApart: number,
    stride: number,
    blocks: number,
  ): void
  list(
    lanes: number,
    apart: number,
    masks: number,
    words: number,
    rows: number,
    at: number,
    offsets: number,
    from: number,
    to: number,
  ): void
  cubaLifForwardAll(
    lanes: number,
    apart: number,
    blocks: number,
    stride: number,
    kind: number,
    hard: number,
    table: number,
    io: number,
    from: number,
    to: number,
    state: number,
    masks: number,
    maskStride: number,
  ): void
  cubaLifBackwardAll(
    lanes: number,
    apart: number,
    blocks: number,
    stride: number,
    gradientStride: number,
    slopes: number,
    spikeGradient: number,
    inputGradient: number,
    from: number,
    to: number,
    steps: number,
    state: number,
    table: number,
    hard: number,
  ): void
  send(
    lanes: number,
    apart: number,
    rows: number,
    offsets: number,
    from: number,
    to: number,
    delays: number,
    steps: number,
    masks: number,
    masksApart: number,
    words: number,
  ): number
  cycleProduct(
    inputGradient: number,
    apart: number,
    stride: number,
    uppers: number,
    weights: number,
    weightStride: number,
    steps: number,
    lanes: number,
    out: number,
    outApart: number,
    outStride: number,
    blocks: number,
    add: number,
  ): void
  cycleFastProduct(
    gradient: number,
    scales: number,
    rowWords: number,
    pairs: number,
    weights: number,
    weightStride: number,
    worth: number,
    rows: number,
    out: number,
    apart: number,
    outStride: number,
    blocks: number,
    add: number,
  ): void
  loopForward(loop: number, samples: number, from: number, to: number): void
  loopBackward(
    loop: number,
    fast: number,
    samples: number,
    spikeGradient: number,
    inputGradient: number,
    from: number,
    to: number,
    steps: number,
  ): void
  unshiftAll(
    lanes: number,
    apart: number,
    arrived: number,
    stride: number,
    delays: number,
    late: number,
    from: number,
    to: number,
    steps: number,
    out: number,
    outApart: number,
    outStride: number,
    blocks: number,
  ): void
  delayGradient(
    rows: number,
    offsets: number,
    steps: number,
    arrived: number,
    stride: number,
    ahead: number,
    gradient: number,
  ): void
  delayGradientAtSpikes(
    rows: number,
    offsets: number,
    steps: number,
    inputGradient: number,
    weights: number,
    ahead: number,
    gradient: number,
  ): void
  moveLanes(input: number, delays: number, sign: number, from: number, to: number, steps: number, out: number): void
  lanesSlope(
    arrived: number,
    gradient: number,
    ahead: number,
    from: number,
    to: number,
    steps: number,
    out: number,
  ): void
  spreadTiles(
    rows: number,
    at: number,
    spikes: number,
    steps: number,
    delays: number,
    ats: number,
    shares: number,
    count: number,
    width: number,
    tiles: number,
    tileBytes: number,
    masks: number,
    words: number,
  ): number
  tilesForward(
    rows: number,
    offsets: number,
    from: number,
    to: number,
    tiles: number,
    tileBytes: number,
    weights: number,
    input: number,
    add: number,
  ): void
  tilesGradient(
    rows: number,
    offsets: number,
    from: number,
    to: number,
    tiles: number,
    tileBytes: number,
    inputGradient: number,
    gradient: number,
  ): void
  listByUnit(
    rows: number,
    at: number,
    spikes: number,
    units: number,
    steps: number,
    outRows: number,
    times: number,
    starts: number,
    order: number,
    counts: number,
  ): void
  pairsForward(
    order: number,
    times: number,
    starts: number,
    units: number,
    weights: number,
    delays: number,
    arrived: number,
  ): void
  pairsForwardFew(rows: number, times: number, spikes: number, weights: number, delays: number, arrived: number): void
  pairsLost(
    rows: number,
    at: number,
    begin: number,
    end: number,
    steps: number,
    delays: number,
    rowBytes: number,
    lanes: number,
  ): number
  besideSlopes(gradient: number, steps: number, ahead: number, out: number, rowBytes: number): void
  pairsGradient(
    order: number,
    times: number,
    starts: number,
    units: number,
    delays: number,
    gradients: number,
    out: number,
  ): void
  pairsGradientFew(rows: number, times: number, spikes: number, delays: number, gradients: number, out: number): void
  pairsBack(
    gradients: number,
    length: number,
    targets: number,
    sources: number,
    weights: number,
    delays: number,
    from: number,
    to: number,
    out: number,
    outLength: number,
  ): void
  toTransposed(rows: number, sources: number, targets: number, out: number): void
  toPairs(transposed: number, blocks: number, targets: number, limit: number, out: number, worth: number): number
  turnToBlock(rows: number, length: number, count: number, block: number, add: number): void
  turnToRows(block: number, from: number, to: number, steps: number, length: number, rows: number): void
  spreadForth(
    arrived: number,
    length: number,
    ats: number,
    shares: number,
    count: number,
    width: number,
    from: number,
    to: number,
    lines: number,
    lineLength: number,
  ): void
  spreadSlopes(
    rows: number,
    at: number,
    spikes: number,
    steps: number,
    arrived: number,
    length: number,
    ats: number,
    slopes: number,
    count: number,
    width: number,
    gradient: number,
  ): void
  spreadSlopesAtSpikes(
    rows: number,
    at: number,
    spikes: number,
    from: number,
    to: number,
    weights: number,
    ats: number,
    slopes: number,
    count: number,
    width: number,
    inputGradient: number,
    gradient: number,
  ): void
  copySteps(block: number, from: number, to: number, out: number, add: number): void
  holdBack(
    input: number,
    ats: number,
    shares: number,
    count: number,
    from: number,
    to: number,
    steps: number,
    out: number,
    add: number,
  ): void
  holdForth(
    gradient: number,
    ats: number,
    shares: number,
    count: number,
    from: number,
    to: number,
    steps: number,
    out: number,
    add: number,
  ): void
  heldSlope(
    input: number,
    gradient: number,
    ats: number,
    slopes: number,
    count: number,
    shift: number,
    steps: number,
    out: number,
  ): void
  spreadSpikes(
    rows: number,
    at: number,
    begin: number,
    end: number,
    steps: number,
    weights: number,
    ats: number,
    shares: number,
    count: number,
    input: number,
  ): void
  spreadGradients(
    rows: number,
    at: number,
    spikes: number,
    steps: number,
    weights: number,
    ats: number,
    shares: number,
    slopes: number,
    count: number,
    inputGradient: number,
    weightGradient: number,
    delayGradient: number,
  ): void
  synapticForward(
    rows: number,
    at: number,
    begin: number,
    end: number,
    steps: number,
    weights: number,
    ats: number,
    shares: number,
    count: number,
    input: number,
  ): void
  synapticGather(
    gradient: number,
    stride: number,
    blocks: number,
    from: number,
    to: number,
    steps: number,
    weights: number,
    ats: number,
    shares: number,
    count: number,
    sources: number,
    out: number,
    outStride: number,
  ): void
  synapticLost(rows: number, at: number, spikes: number, steps: number, delays: number, lanes: number): number
  synapticGradients(
    rows: number,
    at: number,
    spikes: number,
    steps: number,
    weights: number,
    ats: number,
    shares: number,
    count: number,
    slopes: number,
    slopeCount: number,
    shift: number,
    inputGradient: number,
    weightGradient: number,
    delayGradient: number,
  ): void
  turn(blocks: number, stride: number, count: number, steps: number, length: number, out: number): void
  synapticBack(
    turned: number,
    length: number,
    targets: number,
    steps: number,
    weights: number,
    ats: number,
    shares: number,
    count: number,
    row: number,
    blockBytes: number,
    line: number,
    out: number,
    add: number,
  ): void
  cubaLifForward(
    kind: number,
    hard: number,
    table: number,
    io: number,
    from: number,
    to: number,
    state: number,
    masks: number,
    stride: number,
  ): void
  cubaLifBackward(
    slopes: number,
    spikeGradient: number,
    inputGradient: number,
    from: number,
    to: number,
    steps: number,
    state: number,
    table: number,
    hard: number,
  ): void
  adaptiveLifForward(
    kind: number,
    table: number,
    io: number,
    from: number,
    to: number,
    state: number,
    masks: number,
    stride: number,
  ): void
  adaptiveLifBackward(
    slopes: number,
    spikeGradient: number,
    inputGradient: number,
    from: number,
    to: number,
    steps: number,
    state: number,
    table: number,
  ): void
  leakForward(io: number, from: number, to: number, state: number, decay: number): void
  leakBackward(
    gradient: number,
    out: number,
    from: number,
    to: number,
    steps: number,
    state: number,
    decay: number,
  ): void
  tracedSlopes(kind: number, table: number, io: number, from: number, to: number, masks: number, stride: number): void
  tracedLifForward(table: number, io: number, trace: number, from: number, to: number, state: number): void
  tracedLifBackward: TracedBackward
  tracedAdaptiveForward(table: number, io: number, trace: number, from: number, to: number, state: number): void
  tracedAdaptiveBackward: TracedBackward
  tracedTcLifForward(table: number, io: number, trace: number, from: number, to: number, state: number): void
  tracedTcLifBackward: TracedBackward
  tracedAlphaForward(
    table: number,
    input: number,
    out: number,
    trace: number,
    from: number,
    to: number,
    state: number,
  ): void
  tracedAlphaBackward: TracedBackward
  tracedLeakForward(table: number, io: number, from: number, to: number, state: number): void
  tracedLeakBackward(
    potentials: number,
    potentialGradient: number,
    out: number,
    from: number,
    to: number,
    steps: number,
    state: number,
    table: number,
    gradient: number,
  ): void
  alphaForward(input: number, out: number, from: number, to: number, state: number, decay: number, height: number): void
  alphaBackward(
    slopes: number,
    spikeGradient: number,
    out: number,
    from: number,
    to: number,
    steps: number,
    state: number,
    decay: number,
    height: number,
  ): void
  filterForward(
    input: number,
    out: number,
    from: number,
    to: number,
    steps: number,
    taps: number,
    count: number,
    state: number,
    recursion: number,
  ): void
  filterBackward(
    gradient: number,
    out: number,
    from: number,
    to: number,
    steps: number,
    taps: number,
    count: number,
    state: number,
    recursion: number,
  ): void
  refractory(
    kind: number,
    table: number,
    io: number,
    from: number,
    to: number,
    state: number,
    masks: number,
    stride: number,
  ): void
  tapGradient(input: number, membrane: number, steps: number, gradient: number, count: number): void
  membraneGradient(slopes: number, gradient: number, from: number, to: number): void
  moveByMoments(
    x: number,
    gradients: number,
    mean: number,
    square: number,
    count: number,
    shrink: number,
    byMean: number,
    byGradient: number,
    ofSquare: number,
    newToMean: number,
    newToSquare: number,
    epsilon: number,
  ): void
}

let compiled: WebAssembly.Module | undefined

/** The compiled module; read once a thread, handed to further threads as it is. */
export function kernelModule(): WebAssembly.Module {
  if (!compiled) {
    const bytes = { plain: bytesOf("kernels.wasm"), fused: bytesOf("kernels-fused.wasm") }
    compiled = compile(bytes, (module, memory) => multipliesRightly(kernels(module, memory), memory))
  }
  return compiled
}

function bytesOf(name: string): Uint8Array {
  const path = fileURLToPath(new URL(name, import.meta.url))
  if (!existsSync(path)) throw new Error(`event engine: ${path} is missing; run \`npm run build\`.`)
  return readFileSync(path)
}

/** Width of the vectors that the engine works with here: Node from 24 on joins pairs of them to 256 bits. */
export function vectorBits(): 128 | 256 {
  kernelModule()
  return compiledBits()
}

/** The functions, working on `memory`. */
export function kernels(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  const abort = () => {
    throw new Error("event engine: a kernel aborted")
  }
  return new WebAssembly.Instance(module, { env: { memory, abort } }).exports as unknown as Kernels
}

/** Whether products are right, but for what rounding once or twice a term makes. */
function multipliesRightly(k: Kernels, memory: WebAssembly.Memory): boolean {
  const [uppers, steps] = [16, 8]
  const floats = new Float32Array(memory.buffer)
  const at = { gradient: 1024, weights: 2048, out: 4096 }
  for (let i = 0; i < 1024; i++) floats[at.gradient / 4 + i] = Math.fround(((i * 37) % 101) / 101 - 0.5)
  k.product(at.gradient, 64 * steps, uppers, at.weights, steps, at.out, 0)
  for (let t = 0; t < steps; t++) {
    for (let n = 0; n < 16; n++) {
      let sum = 0
      for (let u = 0; u < uppers; u++) {
        const term = Math.fround(floats[at.gradient / 4 + 16 * t + u] * floats[at.weights / 4 + 16 * u + n])
        sum = Math.fround(sum + term)
      }
      if (!(Math.abs(floats[at.out / 4 + 16 * t + n] - sum) < 1e-5)) return false
    }
  }
  return true
}
