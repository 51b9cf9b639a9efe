import { currentKernel } from "../../src/display/index.js"

/**
 * Asks the user for a line of text: `const name = await input("Name? ")`.
 *
 * @param options.password hides what is typed
 */
export function input(prompt = "", { password = false }: { password?: boolean } = {}): Promise<string> {
  const kernel = currentKernel()
  if (!kernel) return Promise.reject(new Error("input: only a notebook can ask for input."))
  return kernel.input(prompt, password)
}
