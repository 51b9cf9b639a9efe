// Runs in JupyterLab's page: what a reader could see there. Plain JavaScript, for the project has no DOM types.
const cells = () => [...document.querySelectorAll(".jp-NotebookPanel .jp-CodeCell")]
const prompts = () => cells().map((cell) => cell.querySelector(".jp-InputPrompt")?.textContent ?? "")
const texts = (selector) => [...document.querySelectorAll(selector)].map((element) => element.textContent ?? "")
const output = (mime) => `.jp-OutputArea-output[data-mime-type="${mime}"]`

const progress = []

globalThis.seenInPage = {
  /** Notes every different position of a progress bar, with its words. */
  watchProgress() {
    const note = () => {
      for (const bar of document.querySelectorAll(".jp-OutputArea progress")) {
        const now = `${bar.value.toFixed(2)} of ${bar.max}: ${bar.getAttribute("aria-label") ?? ""}`
        if (progress.at(-1) !== now) progress.push(now)
      }
    }
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, attributes: true })
  },
  /** Whether every code cell runs, waits or has run: [*] or a number stands beside it. */
  allAsked: () => prompts().every((prompt) => /\[(\d+|\*)\]/.test(prompt)),
  /** Whether every code cell has run; an error ends the run, and leaves later cells without a number. */
  allDone: () => prompts().every((prompt) => !prompt.includes("*")),
  /** What there is to see. */
  report: () => ({
    progress,
    errors: texts(`${output("application/vnd.jupyter.error")}, ${output("application/vnd.jupyter.stderr")}`),
    charts: [...document.querySelectorAll(".jp-RenderedVegaCommon5")].map((chart) => {
      const drawing = chart.querySelector("canvas, svg")
      return { width: drawing?.clientWidth ?? 0, height: drawing?.clientHeight ?? 0, blue: shareOfBlue(drawing) }
    }),
    prompts: prompts(),
  }),
}

/** Share of a canvas that has the first colour of our charts, or a shade of it. */
function shareOfBlue(drawing) {
  if (!(drawing instanceof HTMLCanvasElement) || drawing.width === 0) return 0
  const { data } = drawing.getContext("2d").getImageData(0, 0, drawing.width, drawing.height)
  let blue = 0
  for (let k = 0; k < data.length; k += 4) if (data[k + 2] - data[k] > 40) blue++
  return (4 * blue) / data.length
}
