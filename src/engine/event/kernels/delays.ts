/** Sharp delays of axons and dendrites: `assembly/delay.ts`, `assembly/lanes.ts`. */
export interface DelayKernels {
  unshift(arrived: number, delays: number, from: number, to: number, steps: number, out: number, add: number): void
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
}
