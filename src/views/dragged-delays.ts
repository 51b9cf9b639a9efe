import type { Network } from "../network/index.js"

/** A connection whose axons have delays. */
export interface DelayLink {
  readonly from: string
  readonly to: string
  /** Bounds of its delays (ms). */
  readonly min: number
  readonly max: number
}

/** A delay that a person moves (ms). */
export interface Drag {
  link: number
  axon: number
  delay: number
}

/** A network whose axonal delays a person moves; the one that was given stays as it is. */
export class DraggedDelays {
  readonly links: readonly DelayLink[]
  readonly #places: readonly number[]
  #network: Network
  #changed = false

  constructor(private readonly given: Network) {
    this.#network = given
    const { connections, parameters, populations } = given
    this.#places = connections.flatMap(({ from, delay }, place) => {
      const size = populations.find(({ name }) => name === from)?.size
      return delay?.kind === "axonal" && parameters?.[place].delaySteps?.length === size ? [place] : []
    })
    this.links = this.#places.map((place) => {
      const { from, to, delay } = connections[place]
      return { from, to, min: delay!.min, max: delay!.max }
    })
  }

  /** The network with its delays as they are now. */
  get network(): Network {
    return this.#network
  }

  /** Whether a delay was moved since this was asked last. */
  changed(): boolean {
    const changed = this.#changed
    this.#changed = false
    return changed
  }

  /** Delays of a link as they are and as they were at first (ms); none where there is no such link. */
  of(link: number): { delays: Float32Array; startDelays: Float32Array } {
    const inMs = ({ parameters, dt }: Network) =>
      parameters?.[this.#places[link]]?.delaySteps?.map((steps) => steps * dt) ?? new Float32Array(0)
    return { delays: inMs(this.#network), startDelays: inMs(this.given) }
  }

  /** Says why a delay cannot be moved so. */
  problem({ link, axon, delay }: Drag): string | undefined {
    const bounds = this.links[link]
    if (!bounds) return "there are no such delays"
    if (!(Number.isInteger(axon) && axon >= 0 && axon < this.of(link).delays.length)) return `there is no axon ${axon}`
    return delay >= bounds.min && delay <= bounds.max ? undefined : `a delay cannot be ${delay} ms`
  }

  set({ link, axon, delay }: Drag): void {
    const parameters = this.#network.parameters!.map((tensors, place) => {
      if (place !== this.#places[link]) return tensors
      const delaySteps = tensors.delaySteps!.slice()
      delaySteps[axon] = delay / this.given.dt
      return { ...tensors, delaySteps }
    })
    this.#network = { ...this.given, parameters }
    this.#changed = true
  }

  reset(): void {
    this.#changed = this.#network !== this.given
    this.#network = this.given
  }
}
