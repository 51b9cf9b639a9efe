/** Lists of spikes: `assembly/events.ts`, `assembly/silence.ts`. */
export interface SpikeListKernels {
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
}
