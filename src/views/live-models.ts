import { type Comm, currentKernel, onComm } from "../display/index.js"
import { splitBuffers } from "./buffers.js"
import { savedViews } from "./saved-views.js"

/** What the page is told of a model when it asks which there are. */
export interface LiveModel {
  readonly id: string
  /** Tells the page of it. */
  open(): boolean
  /** The state as the page knows it, with the fields of the protocol. */
  wireState(): { readonly [name: string]: unknown }
}

const models = new Map<string, LiveModel>()
let answering: object | undefined

/** Takes note of a model, so that a page which is loaded anew finds it. */
export function register(model: LiveModel): void {
  models.set(model.id, model)
  answerPages()
}

export function unregister(model: LiveModel): void {
  models.delete(model.id)
}

/** A page that is loaded asks over a channel of its own for the states of all models. */
function answerPages(): void {
  const kernel = currentKernel()
  if (!kernel || answering === kernel) return
  answering = kernel
  onComm("jupyter.widget.control", (comm) => {
    comm.onMessage(({ data }) => {
      if (typeof data === "object" && data !== null && data.method === "request_states") sendStates(comm)
      else
        console.warn(`jupyter.widget.control: ${JSON.stringify(data)?.slice(0, 80)} is no known request and is ignored`)
    })
  })
}

function sendStates(comm: Comm): void {
  const live = Object.fromEntries([...models.values()].map((model) => [model.id, model.wireState()]))
  const described = Object.fromEntries(
    Object.entries({ ...savedViews(), ...live }).map(([id, state]) => {
      const { _model_name: model_name, _model_module: model_module, _model_module_version } = state
      return [id, { model_name, model_module, model_module_version: _model_module_version, state }]
    }),
  )
  const { state: states, paths, buffers } = splitBuffers(described)
  comm.send({ method: "update_states", states, buffer_paths: paths }, { buffers })
}

// A page may ask before there is any view: for those that its notebook holds from an earlier kernel.
answerPages()
