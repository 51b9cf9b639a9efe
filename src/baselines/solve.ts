/**
 * Cholesky factor L of a symmetric positive definite matrix (row-major, overwritten in its lower triangle), so that matrix = L L^T.
 * Calls `pause` now and then with the share that is done.
 *
 * @throws RangeError when the matrix is not positive definite
 */
export async function cholesky(
  matrix: Float64Array,
  n: number,
  pause: (share: number) => Promise<void>,
): Promise<void> {
  for (let i = 0; i < n; i++) {
    const row = matrix.subarray(i * n, i * n + n)
    for (let j = 0; j <= i; j++) {
      const other = matrix.subarray(j * n, j * n + n)
      let sum = row[j]
      for (let k = 0; k < j; k++) sum -= row[k] * other[k]
      if (j < i) row[j] = sum / other[j]
      else if (sum > 0) row[i] = Math.sqrt(sum)
      else throw new RangeError(`cholesky: the matrix is not positive definite (row ${i}); give a larger ridge.`)
    }
    if (i % 32 === 0) await pause((i / n) ** 3)
  }
}

/** Solves L L^T x = b for one right-hand side, in place. */
export function solveFactored(factor: Float64Array, n: number, b: Float64Array): void {
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) b[i] -= factor[i * n + k] * b[k]
    b[i] /= factor[i * n + i]
  }
  for (let i = n - 1; i >= 0; i--) {
    b[i] /= factor[i * n + i]
    for (let k = 0; k < i; k++) b[k] -= factor[i * n + k] * b[i]
  }
}
