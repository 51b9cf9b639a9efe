/** Neurons: the files of `assembly/` that have their names, `assembly/filter.ts`. */
export interface NeuronKernels {
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
}
