import type { LiveModel } from "./live-models.js"
import { Model } from "./model.js"

/** State of a model of ipywidgets, under the names that it has there; what is left out is as there by default. */
export interface StockState {
  [name: string]: unknown
}

/** Models that the state of another one names; the page must know them before. */
export interface Parts {
  readonly [name: string]: LiveModel | readonly LiveModel[]
}

/** The models that ipywidgets 8 brings into every front end have this version. */
const version = "2.0.0"
const base = "@jupyter-widgets/base"
const controls = "@jupyter-widgets/controls"

/** A model of ipywidgets: the front end has its view already, and its theme fits. */
export class StockModel extends Model<StockState> {
  readonly #parts: Parts

  private constructor(
    names: { model: string; module?: string; view: string; viewModule?: string },
    state: StockState,
    parts: Parts = {},
    check: (changes: StockState) => string | undefined = fixed,
  ) {
    const { model, module = controls, view, viewModule = module } = names
    super({ state, check }, () => ({
      _model_module: module,
      _model_module_version: version,
      _model_name: model,
      _view_module: viewModule,
      _view_module_version: version,
      _view_name: view,
    }))
    this.#parts = parts
  }

  /** Size and place of another one. */
  static layout(state: StockState = {}): StockModel {
    return new StockModel({ model: "LayoutModel", module: base, view: "LayoutView" }, state)
  }

  /** Look of a control: `StockModel.style("Slider", { description_width: "5em" })`. */
  static style(kind: string, state: StockState = {}): StockModel {
    return new StockModel({ model: `${kind}StyleModel`, view: "StyleView", viewModule: base }, state)
  }

  /** Something to see: `StockModel.control("IntSlider", { min: 0, max: 9, value: 3 })`. */
  static control(
    kind: string,
    state: StockState,
    parts: Parts,
    check?: (changes: StockState) => string | undefined,
  ): StockModel {
    return new StockModel({ model: `${kind}Model`, view: `${kind}View` }, state, parts, check)
  }

  override open(): boolean {
    for (const part of Object.values(this.#parts).flat()) part.open()
    return super.open()
  }

  override wireState(): { readonly [name: string]: unknown } {
    const named = Object.entries(this.#parts).map(([name, part]) => [name, referenceTo(part)])
    return { ...super.wireState(), ...Object.fromEntries(named) }
  }
}

const referenceTo = (part: LiveModel | readonly LiveModel[]): string | string[] =>
  "id" in part ? `IPY_MODEL_${part.id}` : part.map(({ id }) => `IPY_MODEL_${id}`)

const fixed = () => "the page cannot change this"
