import { createHmac, randomUUID, timingSafeEqual } from "node:crypto"
import { type Header, type Json, type Message, protocolVersion } from "./messages.js"

const delimiter = Buffer.from("<IDS|MSG>")

/** What is sent: the parent's routing prefix and header go along, so that the front end knows what it answers. */
export interface Outgoing {
  type: string
  content: object
  parent?: Pick<Message<unknown>, "header">
  identities?: Buffer[]
  metadata?: Json
  buffers?: Uint8Array[]
}

/** The wire format: signed frames out of messages, and messages out of frames whose signature is right. */
export class Wire {
  readonly #key: string
  readonly #scheme: string
  readonly #session = randomUUID()

  constructor(connection: { key: string; signature_scheme?: string }) {
    this.#key = connection.key
    this.#scheme = (connection.signature_scheme || "hmac-sha256").replace(/^hmac-/, "")
  }

  pack({
    type,
    content,
    parent,
    identities = [],
    metadata = {},
    buffers = [],
  }: Outgoing): (Buffer | Uint8Array | string)[] {
    const header: Header = {
      msg_id: randomUUID(),
      msg_type: type,
      session: this.#session,
      username: parent?.header.username ?? "kernel",
      date: new Date().toISOString(),
      version: protocolVersion,
    }
    const parts = [header, parent?.header ?? {}, metadata, content].map((part) => JSON.stringify(part))
    return [...identities, delimiter, this.#sign(parts), ...parts, ...buffers]
  }

  /** @throws Error when the delimiter is missing, the signature is wrong or a part is no JSON */
  unpack(frames: Buffer[]): Message {
    const at = frames.findIndex((frame) => frame.equals(delimiter))
    if (at < 0 || frames.length < at + 6) throw new Error(`message of ${frames.length} frames is incomplete`)
    const signed = frames.slice(at + 2, at + 6)
    const wanted = Buffer.from(this.#sign(signed))
    const given = frames[at + 1]!
    if (this.#key && !(given.length === wanted.length && timingSafeEqual(given, wanted))) {
      throw new Error("message refused: its signature does not fit this kernel's key")
    }
    const [header, parent, metadata, content] = signed.map((part) => JSON.parse(part.toString()))
    if (typeof header?.msg_type !== "string" || typeof content !== "object" || content === null) {
      throw new Error("message refused: its header has no msg_type, or its content is no object")
    }
    return { identities: frames.slice(0, at), header, parent, metadata, content, buffers: frames.slice(at + 6) }
  }

  #sign(parts: (string | Buffer)[]): string {
    if (!this.#key) return ""
    const hmac = createHmac(this.#scheme, this.#key)
    for (const part of parts) hmac.update(part)
    return hmac.digest("hex")
  }
}
