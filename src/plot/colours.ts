/**
 * Colours of lines and bars, in this order. Every one has a contrast of at least 3 with a white page and with JupyterLab's
 * dark charts, and any two stay apart under the three kinds of colour blindness (CIE Lab distance above 7; where it is
 * small, one of the two is grey). Charts with several lines tell them apart by shape or dash too.
 */
export const colours = ["#2f86e0", "#de6f10", "#0a9e78", "#d368bd", "#808080"] as const

/** Lines that are no data: chance, ends of a window. Legible on white and on dark. */
export const quiet = "#888888"

/** What is picked out among the first colour: spikes that have moved. */
export const marking = "#e5484d"
