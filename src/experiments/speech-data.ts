import { readShd, spokenDigits } from "../datasets/index.js"
import type { SpikeDataset } from "../spikes/index.js"

/**
 * The speech that the notebooks use, whole: the embedded spoken digits, or the files of the SHD layout that
 * `npm start -- --data train.h5 --test test.h5` names (through SPIKETIME_DATA and SPIKETIME_TEST).
 */
export async function chosenSpeech(): Promise<SpikeDataset> {
  const { SPIKETIME_DATA: train, SPIKETIME_TEST: test } = process.env
  if (!train) return spokenDigits()
  return readShd(test ? { train, test } : train)
}
