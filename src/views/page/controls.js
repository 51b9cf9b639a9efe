import { controlRows } from "./control-rows.js"

export default {
  render({ model, el }) {
    controlRows(model, el)
  },
}
