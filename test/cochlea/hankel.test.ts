import assert from "node:assert/strict"
import { test } from "node:test"
import { complex } from "../../src/cochlea/complex.js"
import { hankel1 } from "../../src/cochlea/hankel.js"

/** z, H0(z) and H1(z), from scipy.special.hankel1. */
const KNOWN: [number[], number[], number[]][] = [
  [
    [1, 0],
    [0.7651976865579664, 0.088256964215677],
    [0.44005058574493355, -0.7812128213002889],
  ],
  [
    [0.3, 0.2],
    [0.5772492441660397, -0.7245707521415663],
    [-0.7854306483621127, -1.5654099819316432],
  ],
  [
    [5, 3],
    [-0.01149147154325051, -0.011504702577795895],
    [-0.0128352196828083, 0.011202202136515394],
  ],
  [
    [11.9, 1],
    [0.005661242178391461, -0.08464015158114495],
    [-0.08477282474931973, -0.009199184682782064],
  ],
  [
    [12.1, 1],
    [0.02224975000656806, -0.08113823567976507],
    [-0.08057064778834261, -0.02565689838287722],
  ],
  [
    [20, 0],
    [0.1670246643405832, 0.06264059680938386],
    [0.06683312417585009, -0.16551161436252135],
  ],
  [
    [25, 25],
    [4.734167403206665e-13, -1.7976461733498495e-12],
    [-1.8109314848610716e-12, -4.959503015857852e-13],
  ],
]

test("Hankel functions of order 0 and 1 have nine right digits near and far from 0", () => {
  for (const [[re, im], ...expected] of KNOWN) {
    expected.forEach(([wantedRe, wantedIm], order) => {
      const value = hankel1(order as 0 | 1, complex(re, im))
      const error = Math.hypot(value.re - wantedRe, value.im - wantedIm) / Math.hypot(wantedRe, wantedIm)
      assert.ok(error < 1e-9, `H${order}(${re} + ${im}i): ${error}`)
    })
  }
})
