/** The largest `dist/index.js`, which every phase reads. */
export const MAX_ENTRY_BYTES = 64 * 1024;

/** The largest archive of a version, compressed, which the runner downloads for every job. */
export const MAX_DOWNLOAD_BYTES = 400 * 1024;
