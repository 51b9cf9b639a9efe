// npm start: set-up, then the notebooks, headless, with their charts in out/. npm start -- --help says more.
import { relative } from "node:path"
import { endOnInterrupt, setup } from "./setup/index.mjs"
import { orExplain } from "./setup/or-explain.mjs"
import { duration } from "./setup/progress.mjs"
import { help, startArguments } from "./start/arguments.mjs"
import { chartFolder, writeCharts } from "./start/charts.mjs"
import { checkCanBeRead, checkIsHdf5 } from "./start/data-files.mjs"
import { chooseNotebooks, executedFolder, executeNotebook, secondsOfCells } from "./start/notebooks.mjs"

endOnInterrupt("What was finished is in out/; the same command starts again.")

await orExplain(async () => {
  // npm changes to the project's folder; relative paths are meant from where the user is.
  const from = process.env.INIT_CWD ?? process.cwd()
  const options = startArguments(process.argv.slice(2), from)
  if (options.help) return console.log(help)
  const notebooks = chooseNotebooks(options.words)
  const files = [options.data, options.test].flatMap((file) => file ?? [])
  for (const file of files) checkIsHdf5(file)

  const start = performance.now()
  await setup()
  if (files.length > 0) console.log(`Your data: ${await checkCanBeRead(files)}`)

  const env = { SPIKETIME_SCALE: options.scale, SPIKETIME_DATA: options.data, SPIKETIME_TEST: options.test }
  const usual = notebooks.map((path) => (secondsOfCells(path, env) ?? [60]).reduce((sum, value) => sum + value, 0))
  let charts = 0
  for (const [index, path] of notebooks.entries()) {
    const later = usual.slice(index + 1).reduce((sum, value) => sum + value, 0)
    const position = `[${index + 1}/${notebooks.length}]`
    const { executed } = await executeNotebook(path, { position, env: { JUPYTER_PREFER_ENV_PATH: "1", ...env }, later })
    charts += writeCharts(executed).length
  }
  console.log(`
Done in ${duration((performance.now() - start) / 1000)}.
  ${relative(from, executedFolder)}    the executed notebooks
  ${relative(from, chartFolder)}       ${charts} charts, as SVG and as Vega-Lite
To read and change them: npm run lab`)
})
