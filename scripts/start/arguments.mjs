import { resolve } from "node:path"
import { parseArgs } from "node:util"

export const help = `npm start                                          set up, then run the quickstart and "rate versus timing" at quick scale
npm start -- WORD...                               only the notebooks with WORD in their name
npm start -- --data TRAIN.h5 [--test TEST.h5]      "rate versus timing" on your files, in the layout of SHD
npm start -- --scale smoke | quick | paper         seconds, minutes, or the paper's own sizes

Executed notebooks go to out/notebooks, their charts to out/charts. Afterwards: npm run lab opens JupyterLab.
SPIKETIME_NATIVE=0 leaves out native TensorFlow.`

const scales = ["smoke", "quick", "paper"]
const defaultNotebooks = ["00-quickstart", "04-rate-versus-timing"]

/**
 * @typedef {object} StartOptions
 * @property {boolean} help
 * @property {string} scale
 * @property {string | undefined} data absolute path
 * @property {string | undefined} test absolute path
 * @property {string[]} words what the notebooks' names must have in them, one of these
 */

/**
 * @param {string[]} argv
 * @param {string} from the folder that relative paths start from
 * @returns {StartOptions}
 * @throws {Error} when an argument is not known, with what there is
 */
export function startArguments(argv, from) {
  let parsed
  try {
    parsed = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        data: { type: "string" },
        test: { type: "string" },
        scale: { type: "string", default: "quick" },
        help: { type: "boolean", short: "h", default: false },
      },
    })
  } catch (error) {
    throw new Error(
      `npm start: ${/** @type {Error} */ (error).message.split(".")[0]}. There are --data, --test, --scale and --help.`,
    )
  }
  const { data, test, scale, help } = parsed.values
  if (!scales.includes(scale))
    throw new Error(`npm start: scale "${scale}" is not known; there are ${scales.join(", ")}.`)
  if (test !== undefined && data === undefined) {
    throw new Error("npm start: --test needs --data, the file to train on. One file alone goes to --data.")
  }
  const words = parsed.positionals.length > 0 ? parsed.positionals : data === undefined ? defaultNotebooks : ["04-"]
  return { help, scale, data: data && resolve(from, data), test: test && resolve(from, test), words }
}
