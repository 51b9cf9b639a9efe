import { oneOf } from "../did-you-mean.js"
import { type NetworkGraph, partsOf, sendsSpikes } from "../network/index.js"
import { applyProbe, checkProbe, isCausal, type Probes } from "../perturb/index.js"
import { SpikeDataset } from "../spikes/index.js"
import type { Pass } from "./engine.js"

/**
 * @throws RangeError when a probe is put on no population, on one without spikes, or in a cycle where it is not causal, or does not know
 *   what to do
 */
export function checkProbes(probes: Probes | undefined, graph: NetworkGraph): void {
  const { populations, dt } = graph
  for (const [name, probe] of Object.entries(probes ?? {})) {
    oneOf(
      "probe: population",
      name,
      populations.map((p) => p.name),
    )
    checkProbe(`probe of ${name}`, probe)
    const place = populations.findIndex((p) => p.name === name)
    const { neuron } = populations[place]
    if (neuron && !sendsSpikes(neuron)) {
      throw new RangeError(`probe: "${name}" is a ${neuron.kind}, which sends no spikes to perturb.`)
    }
    if (!isCausal(probe) && partsOf(graph).some((part) => part.cyclic && part.populations.includes(place))) {
      const later = probe.kind === "jitter" || probe.kind === "shift" ? `${probe.kind} with forward: true` : "delete"
      throw new RangeError(
        `probe: "${name}" lies in a cycle, where spikes depend on those before them, and ${probe.kind} moves spikes to before their own step; take ${later}, or put the probe on a population outside of cycles.`,
      )
    }
    const none = { offsets: new Uint32Array(1), times: new Uint16Array(0), units: new Uint16Array(0) }
    applyProbe(
      new SpikeDataset({ ...none, labels: new Uint16Array(0), classNames: [], unitCount: 1, steps: 1, dt }),
      probe,
      0,
    )
  }
}

/**
 * The seed of a pass.
 *
 * @throws RangeError when it is no whole number of 31 bits
 */
export function seedOf({ seed = 0 }: Pass = {}): number {
  if (Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31) return seed
  throw new RangeError(`pass: seed is ${seed}; give a whole number from 0 to ${2 ** 31 - 1}.`)
}
