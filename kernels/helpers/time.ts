/**
 * Runs `work`, prints how long it took, and gives back what it gave: `time(() => raster(speech))`.
 * Work that gives a promise is timed until the promise settles: `await time(() => run)`.
 */
export function time<T>(work: () => T): T {
  const start = performance.now()
  const tell = () => console.log(duration(performance.now() - start))
  const result = work()
  if (result instanceof Promise) return result.finally(tell) as T
  tell()
  return result
}

function duration(ms: number): string {
  if (ms < 1) return `${(ms * 1000).toPrecision(3)} µs`
  if (ms < 1000) return `${ms.toPrecision(3)} ms`
  return ms < 60_000
    ? `${(ms / 1000).toPrecision(3)} s`
    : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`
}
