/** Data sets that can be fetched. */
export type RemoteName = "shd" | "ssc" | "shd-norm" | "ssc-norm"

export interface RemoteSet {
  /** Folder on the web that holds the files. */
  base: string
  /** Files as they are kept. */
  files: readonly string[]
  /** Whether the web has them compressed, with .gz behind the name. */
  gzip: boolean
  /** Where their MD5 sums are published, beside the files. */
  checksums: "md5sums.txt" | "zenodo"
  /** What the user agrees to. */
  licence: string
}

const ZENKE = "https://zenkelab.org/datasets/"
const ZENODO = "https://zenodo.org/records/16153275/files/"

/** The public addresses of the literature: the data-set page of Zenke's group, and the paper's Zenodo record. */
export const CATALOGUE: Record<RemoteName, RemoteSet> = {
  shd: {
    base: ZENKE,
    files: ["shd_train.h5", "shd_test.h5"],
    gzip: true,
    checksums: "md5sums.txt",
    licence: "CC BY 4.0, Cramer et al. 2020",
  },
  ssc: {
    base: ZENKE,
    files: ["ssc_train.h5", "ssc_valid.h5", "ssc_test.h5"],
    gzip: true,
    checksums: "md5sums.txt",
    licence: "CC BY 4.0, Cramer et al. 2020",
  },
  "shd-norm": {
    base: ZENODO,
    files: ["shd_norm.mat"],
    gzip: false,
    checksums: "zenodo",
    licence: "see Zenodo record 16153275",
  },
  "ssc-norm": {
    base: ZENODO,
    files: ["ssc_norm.h5"],
    gzip: false,
    checksums: "zenodo",
    licence: "see Zenodo record 16153275",
  },
}

/**
 * A data set of the catalogue.
 * @throws RangeError for another name
 */
export function remoteSet(name: string): RemoteSet {
  if (!Object.hasOwn(CATALOGUE, name)) {
    throw new RangeError(`data set "${name}" is not known; there are ${Object.keys(CATALOGUE).join(", ")}.`)
  }
  return CATALOGUE[name as RemoteName]
}
