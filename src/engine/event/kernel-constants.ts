/** Where the kernels find their constants, each four times; `assembly/constants.ts` says why. */
export const constantsAddress = 192

/** 1.5 x 2^23: a number between -2^22 and 2^22 that is added to it is rounded to an integer, which stands in its lowest bits. */
const rounder = 12582912

/** In the order in which `assembly/` numbers them: one, the sign bit, the rounder, exp's (see `assembly/exp.ts`), the size from which states are kept. */
export const kernelConstants: readonly number[] = [
  1,
  -0,
  rounder,
  -66,
  0.6931470036506653,
  0.24022242426872253,
  0.05550733581185341,
  0.009671512991189957,
  0.001326472614891827,
  1e-30,
]
