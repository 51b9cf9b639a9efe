import assert from "node:assert/strict"
import { test } from "node:test"
import fc from "fast-check"
import { axonal, type Connection, leastSteps, lif, type NetworkGraph, partsOf } from "../../src/network/index.js"

/** Populations a, b, c... of which a is the input, and connections "ab" or, with their latency in steps, "ab2". */
function graph(...links: string[]): NetworkGraph {
  const names = [...new Set(["a", ...links.flatMap((link) => [...link.slice(0, 2)])])].sort()
  return {
    dt: 1,
    steps: 10,
    populations: names.map((name) => ({ name, size: 1, ...(name !== "a" && { neuron: lif() }) })),
    connections: links.map((link): Connection => {
      return { from: link[0], to: link[1], weightNorm: false, latencySteps: Number(link.slice(2)) }
    }),
  }
}

const shown = (net: NetworkGraph) =>
  partsOf(net).map(({ populations, cyclic, stretchSteps }) => {
    const names = populations.map((p) => net.populations[p].name).join("")
    return cyclic ? `${names} by ${stretchSteps}` : names
  })

test("a chain is run population by population, sources first, whatever the order in which it is listed", () => {
  assert.deepEqual(shown(graph("ab", "bc", "cd", "ad")), ["a", "b", "c", "d"])
  assert.deepEqual(shown(graph("ac", "cb", "bd")), ["a", "c", "b", "d"])
})

test("populations of a cycle are run together, on stretches no longer than the fastest way back", () => {
  assert.deepEqual(shown(graph("ab", "bb1", "bc")), ["a", "b by 1", "c"])
  assert.deepEqual(shown(graph("ab", "bc", "cb3", "bb5", "cd")), ["a", "bc by 3", "d"])
  assert.deepEqual(shown(graph("ab", "bc4", "cb")), ["a", "cb by 4"])
  assert.deepEqual(shown(graph("ab", "bb1", "bc", "cd", "dc7", "de")), ["a", "b by 1", "cd by 7", "e"])
})

test("a cycle of zero delay is refused by its populations, with the way out", () => {
  assert.throws(
    () => partsOf(graph("ab", "bc", "cd", "de", "db")),
    /b -> c -> d -> b is a cycle without delay.*latency of at least one step, or delays whose min is at least one/,
  )
  assert.throws(() => partsOf(graph("ab", "bb")), /b -> b is a cycle without delay/)
})

test("delays that may fall to 0 make no cycle late, those with a lower bound do", () => {
  const net = graph("ab", "bb")
  const delayed = (min: number) => ({
    ...net,
    connections: [net.connections[0], { ...net.connections[1], delay: axonal({ min, max: 9 }) }],
  })
  assert.throws(() => partsOf(delayed(0)), /b -> b is a cycle without delay/)
  assert.deepEqual(shown(delayed(3)), ["a", "b by 3"])
})

test("in every part, what arrives within a stretch was sent before it, or by a population that is run earlier", () => {
  const link = fc.tuple(fc.constantFrom(..."abcde"), fc.constantFrom(..."bcde"), fc.integer({ min: 0, max: 4 }))
  fc.assert(
    fc.property(fc.array(link, { minLength: 1, maxLength: 12 }), (links) => {
      const net = graph(...links.map(([from, to, steps]) => `${from}${to}${steps}`))
      let parts: ReturnType<typeof partsOf>
      try {
        parts = partsOf(net)
      } catch (error) {
        return assert.match(String(error), /is a cycle without delay/)
      }
      const order = parts.flatMap(({ populations }) => populations)
      assert.deepEqual(
        order.toSorted(),
        net.populations.map((_, p) => p),
      )
      for (const connection of net.connections) {
        const [from, to] = [connection.from, connection.to].map((name) =>
          net.populations.findIndex((p) => p.name === name),
        )
        if (order.indexOf(from) < order.indexOf(to)) continue
        const part = parts.find(({ populations }) => populations.includes(to))!
        assert.ok(part.cyclic && part.populations.includes(from))
        assert.ok(leastSteps(connection, 1) >= part.stretchSteps && part.stretchSteps >= 1)
      }
    }),
  )
})
