/** Delays of pairs of neurons: `assembly/pairs.ts`, `assembly/synaptic.ts`. */
export interface PairKernels {
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
}
