/** The names that generated code uses; improbable enough that no cell declares them. */
export const generated = {
  /** Object that holds what cells declare. Functions of earlier cells see later changes. */
  scope: "__scope",
  /** The library's exports. */
  library: "__library",
  /** What generated code calls: import, wait, iterate, stop. */
  run: "__run",
  /** Int32Array whose first element is not 0 while an interrupt waits to be obeyed. */
  flag: "__flag",
} as const

/** Endings of the user's files that are converted before they are loaded. */
export const codeFile = /\.[cm]?[jt]sx?$/
