import { add, type Complex, complex, exp, log, over, scale, sqrt, times } from "./complex.js"

const EULER = 0.5772156649015329
/** Where the power series, which loses digits as |z| grows, gives way to the asymptotic series, which gains them. */
const FAR = 12

/**
 * Hankel function of the first kind, J + iY, of order 0 or 1, in the upper half plane (re >= 0, im >= 0).
 * Power series near 0, asymptotic series beyond 12: nine digits at least (DLMF 10.2.2, 10.8.1, 10.17.5).
 */
export function hankel1(order: 0 | 1, z: Complex): Complex {
  return Math.hypot(z.re, z.im) < FAR ? near(order, z) : far(order, z)
}

function near(order: 0 | 1, z: Complex): Complex {
  const quarter = scale(times(z, z), -0.25)
  let term = complex(1)
  let bessel = complex(0)
  let harmonic = 0
  let rest = complex(0)
  for (let k = 0; k < 60; k++) {
    if (k > 0) {
      term = scale(times(term, quarter), 1 / (k * (k + order)))
      harmonic += 1 / k
    }
    bessel = add(bessel, term)
    if (Math.hypot(term.re, term.im) < 1e-17) break
    // Order 0 weighs with H_k, order 1 with H_k + H_(k+1).
    rest = add(rest, scale(term, order === 0 ? harmonic : 2 * harmonic + 1 / (k + 1)))
  }
  const half = scale(z, 0.5)
  const logarithm = add(log(half), complex(EULER))
  if (order === 0) {
    const y = scale(add(times(logarithm, bessel), scale(rest, -1)), 2 / Math.PI)
    return add(bessel, complex(-y.im, y.re))
  }
  const j = times(half, bessel)
  const regular = add(scale(times(logarithm, j), 2 / Math.PI), scale(times(half, rest), -1 / Math.PI))
  const y = add(regular, over(complex(-2 / Math.PI), z))
  return add(j, complex(-y.im, y.re))
}

function far(order: 0 | 1, z: Complex): Complex {
  const inverse = over(complex(0, 1), scale(z, 8))
  let term = complex(1)
  let series = complex(1)
  for (let k = 1; k <= 20; k++) {
    const next = scale(times(term, inverse), (4 * order * order - (2 * k - 1) ** 2) / k)
    if (Math.hypot(next.re, next.im) > Math.hypot(term.re, term.im)) break
    term = next
    series = add(series, term)
  }
  const phase = complex(-z.im, z.re - Math.PI / 4 - (order * Math.PI) / 2)
  return times(times(sqrt(over(complex(2 / Math.PI), z)), exp(phase)), series)
}
