import type { ConnectionLayout } from "./layout/connection.js"
import type { SampleRunner } from "./sample-runner.js"

/** Adds the gradients of trained delays to the shard at `shard`, once the whole window's gradients are there. */
export function addDelayGradients(runner: SampleRunner, shard: number): void {
  for (const connection of runner.layout.connections) {
    if (connection.held) runner.held.get(connection)!.delayGradients?.(shard)
    else if (connection.trainedDelay) ofList(runner, connection, shard)
  }
}

/** Of a list of spikes that is delayed. */
function ofList({ k, layout, thread, places }: SampleRunner, connection: ConnectionLayout, shard: number): void {
  const { steps, stride, populations } = layout
  const { from, to, ahead, weights, threads } = connection
  const { rows, offsets, arrived } = threads[thread]
  const gradient = shard + connection.delayGradient
  if (populations[from].neuron) {
    k.delayGradient(rows, offsets, steps, arrived, stride, ahead, gradient)
    return
  }
  for (let block = 0; block < populations[to].blocks; block++) {
    const { inputGradient } = places.block(to, block)
    const own = weights + places.rowBytes(connection, block)
    k.delayGradientAtSpikes(rows, offsets, steps, inputGradient, own, ahead, gradient)
  }
}
