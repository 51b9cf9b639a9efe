/** Jupyter's messages, protocol 5.4: https://jupyter-client.readthedocs.io/en/stable/messaging.html */

export const protocolVersion = "5.4"

export interface Header {
  msg_id: string
  msg_type: string
  session: string
  username: string
  date: string
  version: string
  subshell_id?: string | null
}

export type Json = { [key: string]: unknown }

/** A message as it came, with the routing prefix its answer needs. */
export interface Message<Content = Json> {
  identities: Buffer[]
  header: Header
  parent: Header | Record<string, never>
  metadata: Json
  content: Content
  buffers: Buffer[]
}

/** The file that a front end leaves for the kernel it starts. */
export interface ConnectionInfo {
  ip: string
  transport: string
  key: string
  signature_scheme: string
  kernel_name?: string
  shell_port: number
  iopub_port: number
  stdin_port: number
  control_port: number
  hb_port: number
}

export interface ExecuteRequest {
  code: string
  silent?: boolean
  store_history?: boolean
  user_expressions?: { [name: string]: string }
  allow_stdin?: boolean
  stop_on_error?: boolean
}

export interface ErrorContent {
  ename: string
  evalue: string
  traceback: string[]
}

/** A value of `user_expressions`. */
export type ExpressionReply = { status: "ok"; data: Json; metadata: Json } | ({ status: "error" } & ErrorContent)

export type ExecuteReply =
  | { status: "ok"; execution_count: number; payload: Json[]; user_expressions: { [name: string]: ExpressionReply } }
  | ({ status: "error"; execution_count: number; payload: Json[]; user_expressions: Json } & ErrorContent)
  | { status: "aborted" }

export interface HistoryRequest {
  output?: boolean
  raw?: boolean
  hist_access_type: "range" | "tail" | "search"
  session?: number
  start?: number
  stop?: number
  n?: number
  pattern?: string
  unique?: boolean
}

export interface DisplayContent {
  data: Json
  metadata: Json
  transient?: { display_id?: string }
}

export interface CommContent {
  comm_id: string
  target_name?: string
  data?: Json
}
