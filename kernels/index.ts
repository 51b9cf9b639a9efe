export { checkKernel, type Finding } from "./check.js"
export {
  activeEnvironment,
  dataDirectories,
  type InstalledKernel,
  installedKernels,
  installKernel,
  type KernelSpec,
  kernelName,
  kernelSpec,
  prefixDataDirectory,
  removeKernel,
  userDataDirectory,
} from "./kernelspec.js"
