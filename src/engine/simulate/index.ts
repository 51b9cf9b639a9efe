export { type Recorded, type Recording, Simulation, simulate } from "./simulate.js"
export { type NetworkState, type NetworkStep, type PopulationStep, type Stepper, stepper } from "./stepper.js"
