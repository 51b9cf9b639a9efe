import { blockSize } from "../layout/sizes.js"
import type { Held, HeldParts } from "./held.js"
import { tablesFrom } from "./tables.js"

/** Synaptic delays, one a pair, that training spreads, or within a cycle: kernels in assembly/synaptic.ts. */
export function spreadSynapticHeld({ k, memory, layout, connection, thread }: HeldParts): Held {
  const { steps, populations, turnedSteps } = layout
  const { from, to, weights, weightGradient, delayGradient, trainedDelay, delays } = connection
  const held = connection.held!
  const { rows, at, offsets, current, back } = connection.threads[thread]
  const [sources, targets, blocks] = [populations[from].size, populations[to].size, populations[to].blocks]
  const [sourceStride, gradientStride] = [populations[from].spikeGradientStride, populations[to].gradientStride]
  const blockBytes = sources * blockSize * 4
  const spikes = (before = steps) => new Int32Array(memory.buffer, offsets, steps + 1)[before]
  const tableOf = (block: number) => tablesFrom(memory, held, block * blockBytes)
  return {
    lost() {
      let lost = 0
      for (let block = 0; block < blocks; block++) {
        const lanes = Math.min(blockSize, targets - block * blockSize)
        lost += k.synapticLost(rows, at, spikes(), steps, delays + block * blockBytes, lanes)
      }
      return lost / targets
    },
    forward(block, input, add, { from, to }) {
      if (!add) new Float32Array(memory.buffer, input, steps * blockSize).fill(0)
      const { ats, shares, count } = tableOf(block)
      const [first, end] = [spikes(from), spikes(to)]
      k.synapticForward(rows, at, first, end, steps, weights + block * blockBytes, ats, shares, count, input)
    },
    gradients(block, inputGradient, shard) {
      const { ats, shares, slopes, count, slopeCount, shift } = tableOf(block)
      k.synapticGradients(
        rows,
        at,
        spikes(),
        steps,
        weights + block * blockBytes,
        ats,
        shares,
        count,
        slopes,
        slopeCount,
        shift,
        inputGradient,
        shard + weightGradient + block * blockBytes,
        trainedDelay ? shard + delayGradient + block * blockBytes : 0,
      )
    },
    back: {
      kind: "instead",
      begin: (inputGradient, stride) => k.turn(inputGradient, stride, blocks, steps, turnedSteps, back),
      pass(block, out, add) {
        const { ats, shares, count } = tableOf(0)
        const end = Math.min(sources, (block + 1) * blockSize)
        for (let source = block * blockSize; source < end; source++) {
          const place = out + (source % blockSize) * 4
          const row = source * blockSize * 4
          k.synapticBack(
            back,
            turnedSteps,
            targets,
            steps,
            weights,
            ats,
            shares,
            count,
            row,
            blockBytes,
            current,
            place,
            add,
          )
        }
      },
      gather(inputGradient, spikeGradient, { from, to }) {
        const { ats, shares, count } = tableOf(0)
        k.synapticGather(
          inputGradient,
          gradientStride,
          blocks,
          from,
          to,
          steps,
          weights,
          ats,
          shares,
          count,
          sources,
          spikeGradient,
          sourceStride,
        )
      },
    },
  }
}
