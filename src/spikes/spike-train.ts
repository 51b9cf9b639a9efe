/** The spikes of one sample: views into its data set. */
export interface SpikeTrain {
  /** Time of each spike, in steps; ascending. */
  readonly times: Uint16Array
  /** Unit of each spike. */
  readonly units: Uint16Array
  readonly label: number
  readonly className: string
  readonly speaker: number | undefined
  readonly unitCount: number
  readonly steps: number
  /** Length of a step (ms). */
  readonly dt: number
}
