/** A voice of a speech engine, with the pitch and size that make it one person. */
export interface Voice {
  engine: "espeak-ng" | "flite"
  /** Variant of espeak-ng, or voice of flite. */
  name: string
  /** Accent of espeak-ng for the English words; flite speaks no German. */
  english: string
  /** espeak-ng's pitch, 0 to 99. */
  pitch: number
  /** Size of the vocal tract: formants and pitch are divided by it. */
  tract: number
}

const espeak = (name: string, english: string, pitch: number, tract: number): Voice => ({
  engine: "espeak-ng",
  name,
  english,
  pitch,
  tract,
})

const flite = (name: string, tract: number): Voice => ({ engine: "flite", name, english: "en-us", pitch: 50, tract })

/** 24 voices speak both languages, 4 English only. */
export const VOICES: readonly Voice[] = [
  espeak("f1", "en-us", 50, 1),
  espeak("f2", "en-gb", 62, 0.96),
  espeak("f3", "en-gb-x-rp", 45, 1.03),
  espeak("f4", "en-us", 40, 0.92),
  espeak("f5", "en-gb-scotland", 55, 1),
  espeak("Annie", "en-us", 60, 0.95),
  espeak("Alicia", "en-gb", 48, 1.05),
  espeak("belinda", "en-us", 42, 0.98),
  espeak("steph2", "en-gb-x-rp", 58, 0.93),
  espeak("linda", "en-029", 50, 1.02),
  espeak("m1", "en-us", 45, 1),
  espeak("m2", "en-gb", 35, 1.04),
  espeak("m3", "en-gb-x-rp", 50, 1.08),
  espeak("m4", "en-us", 60, 0.97),
  espeak("m5", "en-gb-scotland", 40, 1.1),
  espeak("m6", "en-gb-x-gbclan", 30, 1),
  espeak("m7", "en-us", 55, 0.94),
  espeak("m8", "en-gb", 45, 1.06),
  espeak("Diogo", "en-us", 42, 1.02),
  espeak("Mario", "en-gb", 50, 0.98),
  espeak("adam", "en-us", 38, 1.07),
  espeak("klatt4", "en-gb-x-rp", 45, 1),
  espeak("boris", "en-gb-x-gbcwmd", 52, 1.03),
  espeak("Gene", "en-029", 48, 0.96),
  flite("awb", 1),
  flite("rms", 1.03),
  flite("slt", 1),
  flite("kal16", 0.97),
]
