import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, test } from "node:test"
import { productDirectory } from "../../../kernels/language/product.js"
import { decodeTensors, encodeTensors, type TensorFile } from "../../../src/network/files/index.js"
import {
  axonal,
  constantsOf,
  cubaLif,
  delaysOf,
  dendritic,
  dense,
  leakyIntegrator,
  loadNetwork,
  type Network,
  network,
  pspFilter,
  readout,
  saveNetwork,
  srmAlpha,
  startTaps,
  surrogate,
  synaptic,
  tcLif,
} from "../../../src/network/index.js"
import { crossEntropy, fit, initialise, loadTrained } from "../../../src/train/index.js"
import { orderNetwork, orderTask } from "../../train/toy.js"

const folder = mkdtempSync(join(tmpdir(), "network-"))
after(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string) => join(folder, name)

const data = orderTask()
const trained = await fit(orderNetwork(data), data, {
  seed: 3,
  epochs: 2,
  startRate: 0.15,
  threads: 1,
  validation: orderTask(20, 2),
})

/** The file at `path`, changed and written to `to`. */
function change(path: string, to: string, edit: (file: TensorFile & { tensors: Map<string, unknown> }) => TensorFile) {
  const old = decodeTensors(readFileSync(path), path)
  writeFileSync(to, encodeTensors(edit({ ...old, tensors: new Map(old.tensors) })))
  return to
}

test("dendritic and synaptic delays come back as they were", () => {
  const neuron = srmAlpha()
  const layers = [dense(8, neuron, dendritic({ max: 9 })), readout(neuron, synaptic({ max: 9, gradient: "gaussian" }))]
  const start = initialise(network(data, layers), data, { seed: 1 })
  saveNetwork(start, file("kinds.safetensors"))
  const back = loadNetwork(file("kinds.safetensors"))
  assert.deepEqual(back.parameters, start.parameters)
  assert.deepEqual(back.connections, start.connections)
  const { tensors } = decodeTensors(readFileSync(file("kinds.safetensors")), "kinds")
  assert.deepEqual(tensors.get("input->hidden1.delaySteps")!.shape, [8])
  assert.deepEqual(tensors.get("hidden1->output.delaySteps")!.shape, [2, 8])
  assert.deepEqual(Object.keys(delaysOf(back)), ["input -> hidden1", "hidden1 -> output"])
})

test("trained taps of a post-synaptic filter move, and come back with the network", async () => {
  for (const trainedTaps of [true, false]) {
    const neuron = srmAlpha({ psp: pspFilter({ taps: 12, tau: 4, trained: trainedTaps }) })
    const start = initialise(network(data, [dense(8, neuron), readout(neuron)]), data, { seed: 1 })
    assert.deepEqual(start.parameters![1].taps, startTaps(neuron.psp!, 1))
    const net = await fit(start, data, { seed: 3, epochs: 1, threads: 1 })
    const taps = net.parameters!.map((p) => p.taps!)
    const before = start.parameters!.map((p) => p.taps!)
    if (trainedTaps) assert.notDeepEqual(taps, before)
    else assert.deepEqual(taps, before)
    saveNetwork(net, file("taps.safetensors"))
    assert.deepEqual(loadNetwork(file("taps.safetensors")).parameters, net.parameters)
  }
})

test("trained time constants move, and come back with the network", async () => {
  const neuron = cubaLif({ tauMembrane: 8, tauSynapse: 4, trainTau: "each" })
  const output = leakyIntegrator({ tauMembrane: 8, trainTau: "shared" })
  const start = initialise(network(data, [dense(8, neuron), readout(output)]), data, { seed: 1 })
  const net = await fit(start, data, { seed: 3, epochs: 1, threads: 1, loss: crossEntropy() })
  assert.deepEqual(
    net.parameters!.map(({ constants }) => constants!.length),
    [16, 1],
  )
  const { hidden1 } = constantsOf(net)
  assert.ok(hidden1.tauMembrane.some((tau) => Math.abs(tau - 8) > 0.1))
  assert.ok(hidden1.tauSynapse.some((tau) => Math.abs(tau - 4) > 0.1))
  saveNetwork(net, file("taus.safetensors"))
  const back = loadNetwork(file("taus.safetensors"))
  assert.deepEqual(back.parameters, net.parameters)
  assert.deepEqual(constantsOf(back), constantsOf(net))
  const { tensors } = decodeTensors(readFileSync(file("taus.safetensors")), "taus")
  assert.deepEqual(tensors.get("input->hidden1.constants")!.shape, [2, 8])
})

test("neurons of two compartments are initialised and trained, and come back with their betas", async () => {
  const neuron = tcLif({ trainBeta: "shared", resetGradient: 1, threshold: 1.5 })
  const start = initialise(network(data, [dense(8, neuron), readout(neuron)]), data, { seed: 1 })
  const net = await fit(start, data, { seed: 3, epochs: 1, threads: 1 })
  const { hidden1 } = constantsOf(net)
  assert.ok(Math.abs(hidden1.beta1[0] - 0.5) > 0.01 && hidden1.beta1[0] < 1)
  saveNetwork(net, file("tc.safetensors"))
  const back = loadNetwork(file("tc.safetensors"))
  assert.deepEqual(back.parameters, net.parameters)
  assert.deepEqual(back.populations, net.populations)
})

test("a trained network comes back to the bit, with its history, settings and start", () => {
  saveNetwork(trained, file("trained.safetensors"))
  const back = loadTrained(file("trained.safetensors"))
  assert.deepEqual(structuredClone(back), structuredClone({ ...trained }))
})

test("a network without parameters comes back too, with any numbers in its graph", () => {
  const wide = surrogate("rectangle", { width: Number.POSITIVE_INFINITY })
  const net = network(data, [dense(3, cubaLif({ surrogate: wide }), { weightNorm: false }), readout(srmAlpha())])
  saveNetwork(net, file("new.safetensors"))
  const back = loadNetwork(file("new.safetensors"))
  assert.deepEqual(structuredClone(back), structuredClone(net))
  assert.equal(back.parameters, undefined)
  assert.throws(() => loadTrained(file("new.safetensors")), /was not trained; loadNetwork\(\) reads it/)
})

test("connections that lead back come back with the steps that they take", () => {
  const net = network(data, [dense(3, cubaLif(), { recurrent: { latency: 2 * data.dt } }), readout(srmAlpha())])
  saveNetwork(net, file("cyclic.safetensors"))
  assert.deepEqual(structuredClone(loadNetwork(file("cyclic.safetensors"))), structuredClone(net))
  assert.equal(net.connections[1].latencySteps, 2)
})

test("two connections between the same populations keep their own numbers", () => {
  const plain = network(data, [readout(srmAlpha(), { weightNorm: false })])
  const twice: Network = {
    ...plain,
    connections: [plain.connections[0], { ...plain.connections[0], delay: axonal({ max: 5 }) }],
    parameters: [
      { weights: new Float32Array(24).fill(1) },
      { weights: new Float32Array(24).fill(2), delaySteps: new Float32Array(12).fill(3) },
    ],
  }
  saveNetwork(twice, file("twice.safetensors"))
  assert.deepEqual(loadNetwork(file("twice.safetensors")).parameters, twice.parameters)
})

test("folders are made, and nothing but the file is left in them", () => {
  saveNetwork(trained, join(folder, "deep", "er", "a.safetensors"))
  assert.deepEqual(readdirSync(join(folder, "deep", "er")), ["a.safetensors"])
})

test("a network with NaN is not saved, and an older file stays", () => {
  const path = file("kept.safetensors")
  saveNetwork(trained, path)
  const before = readFileSync(path)
  const [first, ...others] = trained.parameters!
  const gains = first.gains!.slice().fill(Number.NaN, 2, 3)
  const spoilt = { ...trained, parameters: [{ ...first, gains }, ...others] }
  assert.throws(() => saveNetwork(spoilt, path), /number 2 of "input->hidden1.gains" is NaN; .*take an earlier/)
  assert.deepEqual(readFileSync(path), before)
  const few = { ...trained, parameters: [{ ...first, gains: first.gains!.subarray(1) }, ...others] }
  assert.throws(() => saveNetwork(few, path), /"input->hidden1.gains" has 23 numbers and its graph needs 24/)
})

test("each kind of unfit file gets one line that says what to do", () => {
  const path = file("whole.safetensors")
  saveNetwork(trained, path)
  const refused = (name: string, expected: RegExp) => {
    assert.throws(
      () => loadNetwork(file(name)),
      (error: Error) => {
        assert.match(error.message, expected)
        assert.ok(error.message.startsWith(`${file(name)}: `) && !error.message.includes("\n"), error.message)
        return true
      },
    )
  }
  refused("none.safetensors", /there is no such file/)
  writeFileSync(file("cut"), readFileSync(path).subarray(0, 3000))
  refused("cut", /cut short/)
  change(path, file("version"), (f) => ({
    ...f,
    metadata: { ...f.metadata, format_version: "7", library_version: "3.1" },
  }))
  refused(
    "version",
    /written by spiketime 3.1 in format 7; this is .*, which reads format 1: install the other version/,
  )
  change(path, file("foreign"), (f) => ({ ...f, metadata: { format: "pt" } }))
  refused("foreign", /of another program/)
  change(path, file("missing"), (f) => {
    f.tensors.delete("hidden1->output.gains")
    return f
  })
  refused("missing", /there is no tensor "hidden1->output.gains" in it; .*load another/)
  change(path, file("shape"), (f) => {
    f.tensors.set("hidden1->output.gains", { shape: [3], values: new Float32Array(3) })
    return f
  })
  refused("shape", /"hidden1->output.gains" has the shape \[3\] and its graph needs \[2\]/)
  change(path, file("nan"), (f) => {
    f.tensors.get("hidden1->output.gains")!.values[1] = Number.NaN
    return f
  })
  refused("nan", /number 1 of "hidden1->output.gains" is NaN/)
  change(path, file("late"), (f) => {
    f.tensors.get("input->hidden1.delaySteps")!.values[4] = 900
    return f
  })
  refused("late", /delay 4 of input->hidden1 is 900 ms, outside its bounds 0 to 20 ms/)
  change(path, file("graph"), (f) => ({ ...f, metadata: { ...f.metadata, graph: '{"steps":0}' } }))
  refused("graph", /does not describe a network that can be run/)
})

test("Python's safetensors reads the same numbers under the names that are documented", () => {
  const path = file("python.safetensors")
  const net = initialise(orderNetwork(data), data, { seed: 1, rate: 0.15 })
  saveNetwork(net, path)
  const script = `
import json, sys
from safetensors import safe_open
with safe_open(sys.argv[1], "np") as f:
    tensors = {k: [list(f.get_tensor(k).shape), f.get_tensor(k).ravel().tolist()] for k in f.keys()}
    print(json.dumps({"tensors": tensors, "graph": json.loads(f.metadata()["graph"])}))
`
  const python = [".venv/bin/python", ".venv/Scripts/python.exe"]
    .map((path) => join(productDirectory, path))
    .find(existsSync)
  assert.ok(python, "the Python environment .venv is missing: npm run setup makes it")
  const seen = JSON.parse(execFileSync(python, ["-c", script, path], { encoding: "utf8" })) as {
    tensors: Record<string, [number[], number[]]>
    graph: object
  }
  const [first, second] = net.parameters!
  assert.deepEqual(seen.tensors, {
    "input->hidden1.weights": [[24, 12], [...first.weights]],
    "input->hidden1.gains": [[24], [...first.gains!]],
    "input->hidden1.delaySteps": [[12], [...first.delaySteps!]],
    "hidden1->output.weights": [[2, 24], [...second.weights]],
    "hidden1->output.gains": [[2], [...second.gains!]],
  })
  const { dt, steps, populations, connections } = structuredClone({ ...net })
  assert.deepEqual(seen.graph, { dt, steps, populations, connections })
})
