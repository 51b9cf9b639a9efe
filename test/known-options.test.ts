import assert from "node:assert/strict"
import { test } from "node:test"
import * as spiketime from "../src/index.js"
import { checkOptions } from "../src/known-options.js"
import { small } from "./engine/small-network.js"

const { net, data, samples } = small(spiketime.lif(), { delay: spiketime.axonal({ max: 5 }) })
const train = { seed: 1, epochs: 1 }

/** What plain JavaScript lets one call: any function with any options. */
type Options = { readonly [option: string]: unknown }
const call =
  (name: string, ...before: readonly unknown[]) =>
  (options: Options): unknown =>
    (spiketime as unknown as { [name: string]: (...given: unknown[]) => unknown })[name](...before, options)

const values = [[0, 1], { labels: [0], classNames: ["a"] }] as const

type Row = readonly [place: string, make: (options: Options) => unknown, options: Options, meant: string]

/** A misspelt option of each function, and what was meant. */
const misspelt: readonly Row[] = [
  ["fit", call("fit", net, data), { ...train, bachSize: 32 }, "batchSize"],
  ["initialise", call("initialise", net, data), { seed: 1, rates: 0.1 }, "rate"],
  ["accuracy", call("accuracy", net, data), { probes: {} }, "probe"],
  ["growingCeiling", call("growingCeiling"), { start: 5, evry: 3 }, "every"],
  ["shrinkingWidth", call("shrinkingWidth"), { from: 5, two: 3 }, "to"],
  ["roundingCost", call("roundingCost", net, data), { widths: 3 }, "width"],
  ...["adam", "adamw", "nadam", "sgd"].map((name): Row => [name, call(name), { rat: 1 }, "rate"]),
  ["crossEntropy", call("crossEntropy"), { scal: 1 }, "scale"],
  ["spikeRate", call("spikeRate"), { corect: 1 }, "correct"],
  ["spikeCount", call("spikeCount"), { worng: 1 }, "wrong"],
  ["spikeProbability", call("spikeProbability"), { flor: 1 }, "floor"],
  ["network", call("network", data, [spiketime.readout(spiketime.lif())]), { durations: 1 }, "duration"],
  ["layer", call("dense", 3, spiketime.lif()), { recurent: true }, "recurrent"],
  ["layer", call("dense", 3, spiketime.lif(), undefined), { weightNrom: true }, "weightNorm"],
  [
    "connect",
    call("connect", { ...net, parameters: undefined }),
    { from: "input", to: "output", latncy: 1 },
    "latency",
  ],
  ...["axonal", "dendritic", "synaptic"].map((name): Row => [name, call(name), { max: 5, traind: true }, "trained"]),
  ...["lif", "cubaLif", "adaptiveLif", "srmAlpha", "tcLif"].map(
    (name): Row => [name, call(name), { treshold: 1 }, "threshold"],
  ),
  ["leakyIntegrator", call("leakyIntegrator"), { tauMembran: 1 }, "tauMembrane"],
  ["pspFilter", call("pspFilter"), { tap: 1 }, "taps"],
  ["surrogate", call("surrogate", "triangle"), { with: 1 }, "width"],
  ["event engine", call("eventEngine", net), { thread: 1 }, "threads"],
  ["simulate", call("simulate", net, data.sample(0)), { records: {} }, "record"],
  ["jitter", call("jitter", data), { sigma: 1, sede: 1 }, "seed"],
  ["shift", call("shift", data), { sigma: 1, seed: 1, comon: 1 }, "common"],
  ["deleteSpikes", call("deleteSpikes", data), { seed: 1, propability: 0.5 }, "probability"],
  ["randomise", call("randomise", data), { seed: 1, fracton: 0.5 }, "fraction"],
  ["shuffleOrder", call("shuffleOrder", data), { seed: 1, fixd: true }, "fixed"],
  ["shuffleSynchrony", call("shuffleSynchrony", data), { seed: 1, fixd: true }, "fixed"],
  ["isi", call("isi"), { seed: 1, neuron: 3 }, "neurons"],
  ["cross-isi", call("crossIsi"), { seed: 1, point: 3 }, "points"],
  ["coincidence", call("coincidence"), { seed: 1, level: 0, coins: "fair" }, "coin"],
  ["normalise", call("normalise", data), { seed: 1, tolerence: 0.1 }, "tolerance"],
  ["split", call("split", data), { by: "random", sed: 1 }, "seed"],
  ["shd", call("shd"), { variants: "norm" }, "variant"],
  ["spokenDigits", call("spokenDigits"), { bin: 100 }, "bins"],
  ["readShd", call("readShd", "none.h5"), { bin: 100 }, "bins"],
  ["readEvents", call("readEvents", "none.csv"), { timeUnits: "s" }, "timeUnit"],
  ["encodeRate", call("encodeRate", values[0]), { ...values[1], seed: 1, maxrates: 5 }, "maxRate"],
  ["encodeLatency", call("encodeLatency", values[0]), { ...values[1], thresold: 0.1 }, "threshold"],
  ["countMlp", call("countMlp", data), { seed: 1, hiden: [3] }, "hidden"],
  ["rasterMachine", call("rasterMachine", data), { sigmas: 3 }, "sigma"],
  ["perturb", call("perturb", data, "jitter", 1), { seed: 1, comonSteps: 1 }, "commonSteps"],
  ["isi", call("isiFigure"), { scale: "smoke", epoch: 2 }, "epochs"],
  ["coincidence", call("coincidenceFigure"), { scale: "smoke", level: [0] }, "levels"],
  ["delays", call("delayFigure"), { data, scale: "smoke", start: [] }, "starts"],
  ["raster", call("raster", data), { colums: 2 }, "columns"],
  ["countMap", call("countMap", data), { widht: 100 }, "width"],
  ["psthCurve", call("psthCurve", data), { bins: 5 }, "bin"],
  ["intervalHistogram", call("intervalHistogram", data), { unit: [0] }, "units"],
  ["correlationHistogram", call("correlationHistogram", data), { from: 0, to: 1, windw: 5 }, "window"],
  ["histogram", call("histogram", [1, 2]), { bin: 5 }, "bins"],
  ["delayHistogram", call("delayHistogram", net), { bin: 5 }, "bins"],
  ["delayHistogram", call("delayHistogram", [1, 2], [2, 3]), { titel: "moved" }, "title"],
  ["learningCurve", call("learningCurve", [{ epoch: 1, accuracy: 0.5 }]), { chanc: 0.1 }, "chance"],
  [
    "accuracyAgainst",
    call("accuracyAgainst", [{ fraction: 0, accuracy: 1 }], "fraction"),
    { acros: "model" },
    "across",
  ],
  ["activity", call("activity", {}), { dt: 1, membrane: 2 }, "membranes"],
  ["normPicture", call("normPicture", data, {}), { titel: "norm" }, "title"],
  ["table", call("table", [{ accuracy: 1 }]), { format: {} }, "formats"],
  ["exportNir", call("exportNir", net, "none.nir"), { integrations: "exact" }, "integration"],
  ["rasterView", call("rasterView", data.sample(0)), { hight: 100 }, "height"],
  ["neuronView", call("neuronView", net, data.sample(0)), { poplation: "hidden1" }, "population"],
  ["perturbationBench", call("perturbationBench", data), { netwrk: net }, "network"],
  ["slider", call("slider", 0, 1), { lable: "share" }, "label"],
  ["choice", call("choice", ["a", "b"]), { valeu: "b" }, "value"],
  ["toggle", call("toggle", true), { labels: "on" }, "label"],
  ["widget", call("widget"), { state: {}, esm: "export default {}", stil: () => undefined }, "still"],
]

for (const [place, make, options, meant] of misspelt) {
  const wrong = Object.keys(options).at(-1)!
  test(`${place} refuses the option ${wrong}, and says what may be meant`, async () => {
    await assert.rejects(async () => make(options), {
      name: "RangeError",
      message: new RegExp(`^${place}: option "${wrong}" is not known; .*"${meant}"`),
    })
  })
}

test("options of bounds of activity, of a probe, of a loss written by hand and of a pass are known by name too", () => {
  const engine = spiketime.eventEngine(net, { threads: 1 })
  const pass = (given: object) => () => engine.forward(net.parameters, data, samples, given)
  assert.throws(pass({ width: 1 }), /^RangeError: pass: option "width" is not known; .*"widthSteps"/)
  assert.throws(pass({ activity: { hidden1: { uper: { spikes: 1 } } } }), /did you mean "upper"/)
  assert.throws(pass({ activity: { hidden1: { upper: { spikes: 1, strenght: 1 } } } }), /did you mean "strength"/)
  const loss = { kind: "crossEntropy", scal: 1 } as unknown as spiketime.Loss
  assert.throws(() => engine.gradients(net.parameters, data, samples, loss), /did you mean "scale"/)
  const probe = { hidden1: { kind: "randomise", fractoin: 1 } } as unknown as spiketime.EventEngineOptions["probe"]
  assert.throws(
    () => spiketime.eventEngine(net, { threads: 1, probe }),
    /probe of hidden1: option "fractoin".*"fraction"/,
  )
})

test("options that are known pass, also such that are undefined; where nothing is near, all are named", () => {
  const known = { low: true, high: true } as const
  checkOptions<{ low?: number; high?: number }>("range", { low: 1, high: undefined }, known)
  assert.throws(
    () => checkOptions<{ low?: number; high?: number }>("range", { elephant: 1 } as object, known),
    /^RangeError: range: option "elephant" is not known; known are "low", "high"\.$/,
  )
})
