/** A command of the command line. */
export interface Command {
  name: string
  /** One line for each form of it: arguments, and what it does. */
  forms: readonly [form: string, does: string][]
  /** @throws Error whose message is shown on one line, for exit code 1 */
  run(args: readonly string[], signal: AbortSignal): Promise<void>
}

/** The lines that say what a command takes. */
export function usage({ name, forms }: Command): string {
  return forms.map(([form, does]) => `  spiketime ${name} ${form}\n      ${does}`).join("\n")
}
