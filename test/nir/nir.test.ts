import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, test } from "node:test"
import { productDirectory } from "../../kernels/language/product.js"
import { eventEngine } from "../../src/engine/index.js"
import {
  axonal,
  connect,
  constantsOf,
  cubaLif,
  dendritic,
  dense,
  effectiveWeights,
  fastSigmoid,
  lif,
  type Network,
  network,
  pspFilter,
  readout,
  srmAlpha,
  synaptic,
  tcLif,
} from "../../src/network/index.js"
import { exportNir, importNir } from "../../src/nir/index.js"
import { random } from "../../src/random.js"
import { fromSamples } from "../../src/spikes/index.js"
import { initialise } from "../../src/train/index.js"

const folder = mkdtempSync(join(tmpdir(), "nir-"))
after(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string) => join(folder, name)

/** Runs the Python side: the package `nir`, and forward Euler steps of its equations. */
function python(command: string, argument: string, input = ""): string {
  const program = [".venv/bin/python", ".venv/Scripts/python.exe"]
    .map((p) => join(productDirectory, p))
    .find(existsSync)
  assert.ok(program, "the Python environment .venv is missing: npm run setup makes it")
  const script = join(productDirectory, "test/nir/fixtures/nir_graphs.py")
  return execFileSync(program, [script, command, argument], { input, encoding: "utf8" })
}
python("write", folder)

const dice = random(2)
const steps = 80
const samples = [
  {
    times: Array.from({ length: 200 }, () => dice.integer(60)),
    units: Array.from({ length: 200 }, () => dice.integer(9)),
  },
]
const data = fromSamples(samples, {
  labels: Uint16Array.of(0),
  classNames: ["a", "b", "c"],
  unitCount: 9,
  steps,
  dt: 1,
})

/** Output spikes of our engine, and Python's of the same file. */
function both(net: Network, path: string) {
  const { times, units } = eventEngine(net, { threads: 1, shards: 1 }).record(net.parameters!, data, [0]).at(-1)!
  const input = JSON.stringify({ dt: 1, steps, times: [...data.times], units: [...data.units] })
  const theirs = JSON.parse(python("run", path, input)) as { times: number[]; units: number[]; margin: number }
  const pairs = (t: ArrayLike<number>, u: ArrayLike<number>) => Array.from(t, (time, k) => `${time}:${u[k]}`).sort()
  return { ours: pairs(times, units), theirs: pairs(theirs.times, theirs.units), margin: theirs.margin }
}

const neuron = cubaLif({ tauMembrane: 12, tauSynapse: 4, threshold: 0.7, surrogate: fastSigmoid(3) })
const chain = network(data, [dense(7, neuron, axonal({ max: 12, min: 1 })), dense(6, neuron), readout(neuron)], {
  inputDelay: axonal({ max: 20, trained: false }),
})
const started = initialise(chain, data, { seed: 5, rate: 0.15 })
/** Off the edge: the start gains are sought so that one spike more or less decides. */
const net: Network = {
  ...started,
  parameters: started.parameters!.map((p) => ({ ...p, gains: p.gains!.map((gain) => 1.07 * gain) })),
}

test("Python reads an exported network and gets the same output spikes, delays included", async () => {
  await exportNir(net, file("ours.nir"))
  const { ours, theirs, margin } = both(net, file("ours.nir"))
  assert.ok(ours.length > 20, `${ours.length} spikes`)
  assert.ok(margin > 1e-5, `a potential came within ${margin} of its threshold: take another seed`)
  assert.deepEqual(ours, theirs)
})

test("an exported network comes back with its weights, delays, neurons and surrogates", async () => {
  await exportNir(net, file("back.nir"))
  const back = await importNir(file("back.nir"))
  const { dt, steps, populations } = structuredClone({ ...back })
  assert.deepEqual({ dt, steps }, { dt: net.dt, steps: net.steps })
  populations.forEach(({ name, size, neuron: has }, p) => {
    assert.deepEqual([name, size], [net.populations[p].name, net.populations[p].size])
    if (!has) return
    assert.equal(has.kind, "cubaLif")
    assert.deepEqual(has.surrogate, neuron.surrogate)
    for (const key of ["tauMembrane", "tauSynapse", "threshold"] as const) {
      assert.ok(Math.abs((has as typeof neuron)[key] - neuron[key]) < 1e-9)
    }
  })
  back.connections.forEach(({ from, to, delay }, c) => {
    assert.deepEqual([from, to, delay], [net.connections[c].from, net.connections[c].to, net.connections[c].delay])
    assert.deepEqual(back.parameters![c].weights, effectiveWeights(net.parameters![c]))
    assert.deepEqual(back.parameters![c].delaySteps, net.parameters![c].delaySteps?.map(Math.floor))
  })
  assert.deepEqual(both(back, file("back.nir")).ours, both(net, file("back.nir")).ours)
})

test("connections that lead back go to NIR and come back, with their delays and the step that they take besides", async () => {
  const { parameters: _, ...plain } = network(data, [
    dense(7, neuron, { recurrent: true }),
    dense(6, neuron),
    readout(neuron),
  ])
  const delay = axonal({ max: 9 })
  const graph = connect(plain, { from: "hidden2", to: "hidden1", delay, latency: 2 })
  const cyclic = initialise(graph, data, { seed: 5, rate: 0.15 })
  await exportNir(cyclic, file("cyclic.nir"))
  const back = await importNir(file("cyclic.nir"))
  const shown = ({ connections }: Network) =>
    connections.map(({ from, to, delay, latencySteps }) => ({ from, to, delay, latencySteps }))
  const byName = (a: { from: string; to: string }, b: { from: string; to: string }) =>
    `${a.from} ${a.to}`.localeCompare(`${b.from} ${b.to}`)
  assert.deepEqual(shown(back).sort(byName), shown(cyclic).sort(byName))
  const spikes = (net: Network) => eventEngine(net, { threads: 1, shards: 1 }).record(net.parameters!, data, [0])
  const [ours, theirs] = [cyclic, back].map((net) => spikes(net).map(({ times, units }) => [...times, ...units]))
  assert.ok(ours[1].length > 0)
  assert.deepEqual(theirs, ours)
})

test("time constants are kept where the other program steps exponentially", async () => {
  await exportNir(net, file("exp.nir"), { integration: "exponential" })
  const back = await importNir(file("exp.nir"))
  const { tauMembrane } = back.populations[1].neuron as typeof neuron
  assert.ok(Math.abs(tauMembrane - 12) < 1e-9)
  const other = await importNir(file("exp.nir"), { integration: "euler" })
  assert.ok(Math.abs((other.populations[1].neuron as typeof neuron).tauMembrane - 12) > 0.1)
})

test("a graph that Python wrote runs here as there: delays, skips, thresholds of their own, LIF that leaks elsewhere", async () => {
  const theirs = await importNir(file("cuba.nir"), { dt: 1, duration: steps })
  assert.deepEqual(
    theirs.populations.map(({ name, size }) => [name, size]),
    [
      ["input", 9],
      ["lif1", 7],
      ["lif2", 3],
    ],
  )
  const seen = both(theirs, file("cuba.nir"))
  assert.ok(seen.ours.length > 20, `${seen.ours.length} spikes`)
  assert.ok(seen.margin > 1e-5, `a potential came within ${seen.margin} of its threshold: take another seed`)
  assert.deepEqual(seen.ours, seen.theirs)
})

test("dendritic delays stand behind the weights: Python runs them, and they come back", async () => {
  const layers = [dense(7, neuron, dendritic({ max: 12 })), readout(neuron, dendritic({ max: 6 }))]
  const { parameters, ...plain } = initialise(network(data, layers), data, { seed: 6, rate: 0.15 })
  const held = { ...plain, parameters: parameters!.map((p) => ({ ...p, gains: p.gains!.map((gain) => 1.07 * gain) })) }
  await exportNir(held, file("dendritic.nir"))
  const { ours, theirs, margin } = both(held, file("dendritic.nir"))
  assert.ok(ours.length > 5, `${ours.length} spikes`)
  assert.ok(margin > 1e-5, `a potential came within ${margin} of its threshold: take another seed`)
  assert.deepEqual(ours, theirs)
  const back = await importNir(file("dendritic.nir"))
  assert.deepEqual(
    back.connections.map(({ delay }) => delay),
    held.connections.map(({ delay }) => delay),
  )
  assert.deepEqual(both(back, file("dendritic.nir")).ours, ours)
  const behind = await importNir(file("behind.nir"), { dt: 1, duration: 50 })
  assert.deepEqual([behind.connections[0].delay?.kind, ...behind.parameters![0].delaySteps!], ["dendritic", 2, 2])
})

test("neurons without a synaptic current are LIF nodes there: Python runs them, and they come back", async () => {
  const plain = lif({ tauMembrane: 12, threshold: 0.7, surrogate: fastSigmoid(3) })
  const layers = [dense(7, plain, axonal({ max: 12 })), readout(plain)]
  const { parameters, ...graph } = initialise(network(data, layers), data, { seed: 3, rate: 0.15 })
  const made = { ...graph, parameters: parameters!.map((p) => ({ ...p, gains: p.gains!.map((gain) => 1.07 * gain) })) }
  await exportNir(made, file("lif.nir"))
  const { ours, theirs, margin } = both(made, file("lif.nir"))
  assert.ok(ours.length > 5, `${ours.length} spikes`)
  assert.ok(margin > 1e-5, `a potential came within ${margin} of its threshold: take another seed`)
  assert.deepEqual(ours, theirs)
  const back = await importNir(file("lif.nir"))
  const [, { neuron: first }] = back.populations
  assert.equal(first?.kind, "lif")
  assert.ok(Math.abs((first as typeof plain).tauMembrane - 12) < 1e-9)
  assert.deepEqual(both(back, file("lif.nir")).ours, ours)
})

test("time constants of each neuron go to NIR and come back, and Python gets the same spikes with them", async () => {
  const own = cubaLif({ ...neuron, trainTau: "each" })
  const alone = lif({ tauMembrane: 12, trainTau: "shared" })
  const begun = initialise(network(data, [dense(7, own), readout(alone)]), data, { seed: 5, rate: 0.15 })
  const parameters = begun.parameters!.map(({ gains, constants, ...p }) => ({
    ...p,
    gains: gains!.map((gain) => 1.07 * gain),
    constants: constants!.map((value, k) => value + 0.05 * (k % 5)),
  }))
  const varied = { ...begun, parameters }
  await exportNir(varied, file("each.nir"))
  const { ours, theirs, margin } = both(varied, file("each.nir"))
  assert.ok(ours.length > 20 && margin > 1e-5, `${ours.length} spikes, ${margin} from the threshold`)
  assert.deepEqual(ours, theirs)
  const back = await importNir(file("each.nir"))
  const [before, after] = [varied, back].map((net) => constantsOf(net))
  for (const [population, constants] of Object.entries(before)) {
    for (const [name, taus] of Object.entries(constants)) {
      const read = after[population][name]
      assert.equal(read.length, taus.length, `${population} ${name}`)
      assert.ok(taus.every((tau, k) => Math.abs(tau - read[k]) < 1e-4 * tau))
    }
  }
  const foreign = await importNir(file("taus.nir"), { dt: 1, duration: 50, integration: "exponential" })
  assert.deepEqual([...Object.values(constantsOf(foreign))[0].tauMembrane].map(Math.round), [10, 20])
})

test("what this library has nothing for is refused by the name of its node", async () => {
  const refused = (name: string, expected: RegExp) =>
    assert.rejects(importNir(file(`${name}.nir`), { dt: 1, duration: 50 }), (error: Error) => {
      assert.match(error.message, expected)
      assert.ok(error.message.startsWith(`${file(name)}.nir: `), error.message)
      return true
    })
  await refused("bias", /node "n0" cannot be taken over: it has a bias/)
  await refused("reset", /node "n1" .* reset to another value/)
  await refused("leaky", /node "n1" \(LI\) .*only Input, Output/)
  await refused("bare", /node "output" \(Output\) .*must be the spikes of neurons/)
  await assert.rejects(importNir(file("cuba.nir")), /does not say the length of a step; give importNir a dt/)
  await assert.rejects(
    importNir(file("cuba.nir"), { dt: 20, duration: 100 }),
    /10 ms cannot be stepped by 20 ms|4 ms cannot/,
  )
})

test("a missing, foreign or damaged file gets one line", async () => {
  const refused = (name: string, expected: RegExp) =>
    assert.rejects(importNir(file(name)), (error: Error) => {
      assert.match(error.message, expected)
      assert.ok(error.message.startsWith(`${file(name)}: `) && !error.message.includes("\n"), error.message)
      return true
    })
  await refused("none.nir", /there is no such file/)
  writeFileSync(file("foreign.nir"), "not HDF5 at all")
  await refused("foreign.nir", /this is no NIR file/)
  writeFileSync(file("cut.nir"), readFileSync(file("cuba.nir")).subarray(0, 4000))
  await refused("cut.nir", /cut short or damaged/)
})

test("what NIR has no node for is not exported, and nothing is left behind", async () => {
  const srm = initialise(network(data, [dense(7, srmAlpha()), readout(srmAlpha())]), data, { seed: 1 })
  await assert.rejects(exportNir(srm, file("srm.nir")), /population "hidden1" is made of srmAlpha neurons/)
  const compartments = initialise(network(data, [readout(tcLif())]), data, { seed: 1 })
  await assert.rejects(
    exportNir(compartments, file("tc.nir")),
    /population "output" is made of tcLif neurons, which NIR/,
  )
  const filter = srmAlpha({ psp: pspFilter({ taps: 9, tau: 3 }) })
  const filtered = initialise(network(data, [dense(7, filter), readout(neuron)]), data, { seed: 1 })
  await assert.rejects(
    exportNir(filtered, file("taps-srm.nir")),
    /population "hidden1" has a filter of 9 taps, and NIR has no node that filters over time .* saveNetwork\(\) keeps/,
  )
  const soft = { ...neuron, reset: "soft" as const }
  const plain = initialise(network(data, [readout(soft)]), data, { seed: 1 })
  await assert.rejects(exportNir(plain, file("soft.nir")), /population "output" has soft reset/)
  const pairs = initialise(network(data, [readout(neuron, synaptic({ max: 5 }))]), data, { seed: 1 })
  await assert.rejects(exportNir(pairs, file("pairs.nir")), /input -> output has synaptic delays/)
  await assert.rejects(exportNir(chain, file("empty.nir")), /has no parameters yet/)
  assert.deepEqual(
    readdirSync(folder).filter((name) => /srm|soft|pairs|empty|part/.test(name)),
    [],
  )
})
