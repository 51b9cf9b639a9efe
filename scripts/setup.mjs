// npm run setup: everything the project needs, once.
import { endOnInterrupt, setup } from "./setup/index.mjs"
import { orExplain } from "./setup/or-explain.mjs"

endOnInterrupt("Run the same command again to go on.")
const worked = await orExplain(() => setup())
console.log(worked ? "Set-up is done." : "Set-up was done already.")
