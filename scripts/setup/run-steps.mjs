import { duration, statusLine } from "./progress.mjs"

/**
 * @typedef {object} Step
 * @property {string} title
 * @property {number} usualSeconds how long it takes on two cores, for the time left
 * @property {() => boolean} isDone looks at what is there; cheap
 * @property {(report: (line: string) => void) => Promise<string | void>} run gives one line on its outcome, or nothing
 * @property {boolean} [optional] a failure is told and work goes on
 */

/**
 * Runs the steps that are not done yet, in order, and shows step k of n, the time and the time left.
 * @param {Step[]} steps
 * @returns {Promise<boolean>} whether anything had to be done
 */
export async function runSteps(steps) {
  const line = statusLine()
  let worked = false
  let spent = 0
  let expected = 0
  for (const [index, step] of steps.entries()) {
    if (step.isDone()) continue
    worked = true
    const name = `[${index + 1}/${steps.length}] ${step.title}`
    // The machine's own pace so far corrects the estimate of the rest.
    const pace = expected > 0 ? spent / expected : 1
    const later = steps.slice(index + 1).filter((other) => !other.isDone())
    const rest = pace * later.reduce((sum, other) => sum + other.usualSeconds, 0)
    const start = performance.now()
    const seconds = () => (performance.now() - start) / 1000
    let last = ""
    const draw = () => {
      const left = rest + Math.max(1, pace * step.usualSeconds - seconds())
      line.show(`${name}  ${duration(seconds())}, about ${duration(left)} left  ${last}`)
    }
    if (!line.live) line.print(`${name} ...`)
    const timer = line.live && setInterval(draw, 250)
    try {
      const outcome = await step.run((text) => {
        last = text
      })
      const left = later.length ? `, about ${duration(rest)} left` : ""
      line.print(`${name}: ${outcome ?? "done"} (${duration(seconds())}${left})`)
    } catch (error) {
      if (!step.optional) {
        line.clear()
        throw new Error(`${name} failed: ${/** @type {Error} */ (error).message}`, { cause: error })
      }
      line.print(`${name}: ${/** @type {Error} */ (error).message}`)
    } finally {
      if (timer) clearInterval(timer)
    }
    spent += seconds()
    expected += step.usualSeconds
  }
  return worked
}
