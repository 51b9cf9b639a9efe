import { kernelspec } from "./kernelspec.mjs"
import { nativeTensorflow } from "./native-tensorflow.mjs"
import { npmPackages } from "./npm-packages.mjs"
import { pythonEnvironment } from "./python-environment.mjs"
import { runSteps } from "./run-steps.mjs"
import { typescriptBuild } from "./typescript-build.mjs"
import { wasmBuild } from "./wasm-build.mjs"

export { endOnInterrupt } from "./run-program.mjs"

/** Compiles the project; the packages must be there. */
export const build = () => runSteps([npmPackages, wasmBuild, typescriptBuild])

/**
 * Everything the project needs, once: what is there already is left alone.
 * @param {{ native?: boolean, typesMayFail?: boolean }} [options] `native: false` leaves out native TensorFlow, which
 *   nothing requires; `typesMayFail` goes on after type errors, which are shown: tsc writes its output all the same
 */
export function setup({ native = true, typesMayFail = false } = {}) {
  const typescript = typesMayFail ? { ...typescriptBuild, optional: true } : typescriptBuild
  const steps = [npmPackages, wasmBuild, typescript, pythonEnvironment, kernelspec]
  return runSteps(native ? [...steps, nativeTensorflow] : steps)
}
