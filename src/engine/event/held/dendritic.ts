import { blockSize } from "../layout/sizes.js"
import type { Stretch } from "../neurons/neuron-kernel.js"
import type { Held, HeldParts } from "./held.js"

/** Sharp dendritic delays hold back the summed input of a target: each lane of a block is moved in time. Kernels in assembly/lanes.ts. */
export function dendriticHeld({ k, memory, layout, connection, thread }: HeldParts): Held {
  const { steps, stride, populations } = layout
  const { from, to, weights, weightGradient, delayGradient, trainedDelay, delays, ahead, backStride } = connection
  const { rows, at, offsets, current, back, arrivedInput } = connection.threads[thread]
  const [sources, targets] = [populations[from].size, populations[to].size]
  const blockBytes = sources * blockSize * 4
  const stepBytes = blockSize * 4
  // such that the stretch lies at the start of what holds one
  const sent = (block: number, from: number) => back + block * backStride - from * stepBytes
  const hold = (block: number, inputGradient: number, { from, to }: Stretch) =>
    k.moveLanes(inputGradient, delays + block * stepBytes, 1, from, to, steps, sent(block, from))
  return {
    lost: () => lostOnDendrites(memory, offsets, steps, delays, targets),
    forward(block, input, add, { from, to }) {
      // what was sent in the stretches before is still there, for a block goes through all of them before the next one does
      const own = delays + block * stepBytes
      const arrived = arrivedInput + block * stride
      k.accumulate(rows, at, offsets, from, to, weights + block * blockBytes, current, 0)
      k.moveLanes(current, own, -1, from, to, steps, arrived)
      k.copySteps(arrived, from, to, input, add)
    },
    gradients(block, inputGradient, shard, stretch) {
      const { from, to } = stretch
      hold(block, inputGradient, stretch)
      k.weightGradient(rows, at, offsets, from, to, sent(block, from), shard + weightGradient + block * blockBytes)
      if (!trainedDelay) return
      const out = shard + delayGradient + block * stepBytes
      k.lanesSlope(arrivedInput + block * stride, inputGradient, ahead, from, to, steps, out)
    },
    back: { kind: "before", gradient: back, stride: backStride, hold },
  }
}

/** Spikes that do not arrive within the window, by the share of the targets that they do not reach. */
export function lostOnDendrites(
  memory: WebAssembly.Memory,
  offsets: number,
  steps: number,
  delays: number,
  targets: number,
): number {
  const starts = new Int32Array(memory.buffer, offsets, steps + 1)
  const whole = new Int32Array(memory.buffer, delays, targets)
  let lost = 0
  for (let i = 0; i < targets; i++) lost += starts[steps] - starts[Math.max(0, steps - whole[i])]
  return lost / targets
}
