import { add, type Complex, complex, conjugate, log, over, scale, sqrt, times } from "./complex.js"
import { hankel1 } from "./hankel.js"

/** Parameters of the basilar membrane (Sieroka et al. 2006, as used for the Spiking Heidelberg Digits). */
export interface MembraneParameters {
  /** Length of the membrane (cm). */
  length: number
  /** Offset of the stiffness (g / s^2 cm^2). */
  a: number
  /** Decay of stiffness along the membrane (1 / cm). */
  alpha: number
  /** Density of the fluid (g / cm^3). */
  rho: number
  /** Stiffness at the base (g / s^2 cm^2). */
  c0: number
  /** Damping, relative. */
  delta: number
  /** Height of the scala (cm). */
  height: number
  /** Mass of the membrane (g / cm^2). */
  mass: number
}

export const MEMBRANE: MembraneParameters = {
  length: 3.5,
  a: 3500,
  alpha: 3,
  rho: 1,
  c0: 1e9,
  delta: 0.15,
  height: 0.1,
  mass: 0.05,
}

/**
 * How the membrane moves at place `x` (cm from the base) when the sound has the angular frequency `omega`: velocity for unit input.
 * Shallow-water model with stiffness c0 exp(-alpha x) - a, in its semi-analytic (WKB) solution:
 *
 *   xi(x) = stiffness - mass omega^2 - i omega r(x)         impedance
 *   g(x)  = omega sqrt(rho / (height xi(x)))                 local wave number
 *   G(x)  = G(0) + integral of g from 0 to x, in closed form  phase
 *   p(x)  = sqrt(G / g) H0(G)                                pressure
 *   v(x)  = 2 omega / xi(x) p(x) / p(0) z                    velocity; z is the input impedance
 *
 * Sieroka, Dosch, Rupp: Semirealistic models of the cochlea. J. Acoust. Soc. Am. 120 (2006) 297.
 */
export function membraneVelocity(omega: number, x: number, parameters: MembraneParameters = MEMBRANE): Complex {
  return velocityFrom(membraneBase(omega, parameters), x)
}

/** What the solution at one frequency needs to know of the base of the membrane, whatever the place. */
export interface MembraneBase {
  omega: number
  parameters: MembraneParameters
  startPhase: Complex
  integral: Complex
  phaseFactor: number
  /** 2 omega z / p(0). */
  drive: Complex
}

export function membraneBase(omega: number, parameters: MembraneParameters = MEMBRANE): MembraneBase {
  const { waveNumber, integral } = place(omega, 0, parameters)
  const { alpha, height, mass, a } = parameters
  const startPhase = scale(waveNumber, 2 / alpha)
  const pressure = times(sqrt(over(startPhase, waveNumber)), hankel1(0, startPhase))
  return {
    omega,
    parameters,
    startPhase,
    integral,
    phaseFactor: (-2 * Math.SQRT2 * omega) / (alpha * Math.sqrt(2 * height * (mass * omega ** 2 + a))),
    drive: over(scale(inputImpedance(omega, parameters), 2 * omega), pressure),
  }
}

/** {@link membraneVelocity} at place `x`, from what is known of the base. */
export function velocityFrom(base: MembraneBase, x: number): Complex {
  const here = place(base.omega, x, base.parameters)
  const phase = add(base.startPhase, times(complex(0, base.phaseFactor), log(over(base.integral, here.integral))))
  const pressure = times(sqrt(over(phase, here.waveNumber)), hankel1(0, phase))
  return times(over(base.drive, here.impedance), pressure)
}

function place(omega: number, x: number, parameters: MembraneParameters) {
  const { a, alpha, rho, c0, delta, height, mass } = parameters
  const damping = delta * Math.sqrt(c0 * mass) * Math.exp((-alpha * x) / 2)
  const impedance = complex(c0 * Math.exp(-alpha * x) - a - mass * omega ** 2, -omega * damping)
  const waveNumber = scale(sqrt(over(complex(rho), scale(impedance, height))), omega)
  const inertia = Math.sqrt(a + mass * omega ** 2)
  const first = scale(sqrt(impedance), -2)
  const second = scale(complex(-omega * damping, 2 * a + 2 * mass * omega ** 2), 1 / inertia)
  /** The antiderivative of g is a logarithm of this. */
  const integral = scale(add(first, second), (alpha / 2) * Math.exp((alpha * x) / 2))
  return { impedance, waveNumber, integral }
}

/** z = sqrt(2 c0 / height) (i J0 + Y0) / (J1 - i Y1) at 2 omega / alpha sqrt(2 / (height c0)). */
function inputImpedance(omega: number, { alpha, c0, height }: MembraneParameters): Complex {
  const argument = complex(((2 * omega) / alpha) * Math.sqrt(2 / (height * c0)))
  const ratio = over(conjugate(hankel1(0, argument)), conjugate(hankel1(1, argument)))
  return scale(times(complex(0, 1), ratio), Math.sqrt((2 * c0) / height))
}
