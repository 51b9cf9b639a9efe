// npm run build: packages, WebAssembly and TypeScript.
import { build, endOnInterrupt } from "./setup/index.mjs"
import { orExplain } from "./setup/or-explain.mjs"

endOnInterrupt("Run the same command again to go on.")
const worked = await orExplain(() => build())
console.log(worked ? "Built." : "Built already.")
