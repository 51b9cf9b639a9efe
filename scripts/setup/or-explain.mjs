/**
 * Runs the work; an error becomes its message, without a stack, and exit code 1.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function orExplain(work) {
  try {
    return await work()
  } catch (error) {
    process.stdout.write(`${/** @type {Error} */ (error).message}\n`)
    process.exit(1)
  }
}
