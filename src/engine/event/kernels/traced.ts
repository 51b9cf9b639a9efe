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

/** Neurons that keep a trace: `assembly/traced/`. */
export interface TracedKernels {
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
}
