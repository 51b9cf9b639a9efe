// V8 builds a vector literal anew each time a loop passes it; one that is loaded costs a load. The engine writes these, each four
// times, at the start of the memory; the same list stands in src/engine/event/kernel-constants.ts.
const constants: usize = 192

// @ts-ignore: decorator
@inline
export function constant(index: usize): v128 {
  return v128.load(constants + (index << 4))
}

// @ts-ignore: decorator
@inline
export function one4(): v128 {
  return constant(0)
}

// @ts-ignore: decorator
@inline
export function sign4(): v128 {
  return constant(1)
}

/** What is added to a number is rounded to an integer, which then stands in the lowest bits. */
// @ts-ignore: decorator
@inline
export function rounder4(): v128 {
  return constant(2)
}
