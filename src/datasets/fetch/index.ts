export { cacheFolder } from "./cache.js"
export { CATALOGUE, type RemoteName, type RemoteSet, remoteSet } from "./catalogue.js"
export type { FetchProgress } from "./download.js"
export { type FetchOptions, fetchData } from "./fetch-data.js"
