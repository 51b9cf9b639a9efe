/** A process of its own for one voice: `node record-voice.js VOICE FOLDER`. */
import { recordVoice } from "./recordings.js"

recordVoice(Number(process.argv[2]), process.argv[3])
