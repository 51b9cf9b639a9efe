/** Steps that assembly/lines.ts works out at a time: up to so many more than there are, from what lies behind the window. */
export const linesAtATime = 28

/** Numbers of a row of the gradients of a stretch's spikes, where each source's steps stand behind each other. */
export const lineLength = ({ stretchSteps }: { readonly stretchSteps: number }): number => stretchSteps + linesAtATime
