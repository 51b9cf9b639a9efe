import { mixingAt, onOff } from "../tasks/index.js"
import { activeCounts, oddOne } from "./coincidence-windows.js"
import { type Observer, observer } from "./observer.js"

/**
 * The ideal observer of the coincidence task: it knows how many neurons of a group are active when the window is "on" or "off",
 * counts them in each window, and takes the class with the greatest likelihood over both states of each window's coin:
 *
 *   P(counts | class) = product over windows of sum over coins of P(coin) product over groups of p(count | state of the group)
 *
 * With the balanced coin, whose windows are on in half of the cases exactly, the sum runs over all such sequences.
 *
 * @param level overlap of the active counts, 0 to 1
 */
export function coincidenceObserver({ level, coin = "fair" }: { level: number; coin?: "fair" | "balanced" }): Observer {
  const { on, off } = onOff(mixingAt(level))
  return observer((sample) => {
    const counts = activeCounts(sample)
    return oddOne.map((odd) => {
      const likelihoods = counts.map((groups) => {
        const given = (state: boolean) =>
          groups.reduce((product, count, g) => product * (state === (g === odd) ? off : on)[count], 1)
        return [given(false), given(true)] as const
      })
      return coin === "fair" ? fair(likelihoods) : balanced(likelihoods)
    })
  })
}

type Likelihoods = readonly (readonly [off: number, on: number])[]

/** Windows are independent. */
const fair = (windows: Likelihoods): number =>
  windows.reduce((sum, [off, on]) => sum + Math.log(off + on + Number.MIN_VALUE), 0)

/** Sum over all sequences with half of the windows on: by the number that are on so far, scaled to stay within range. */
function balanced(windows: Likelihoods): number {
  let byOn = Float64Array.of(1)
  let log = 0
  for (const [off, on] of windows) {
    const next = new Float64Array(byOn.length + 1)
    byOn.forEach((value, k) => {
      next[k] += value * off
      next[k + 1] += value * on
    })
    const total = next.reduce((a, b) => a + b, 0) || Number.MIN_VALUE
    byOn = next.map((value) => value / total)
    log += Math.log(total)
  }
  return log + Math.log(byOn[windows.length / 2] + Number.MIN_VALUE)
}
