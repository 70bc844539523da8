/** The largest `dist/index.js`, which every phase reads. */
export const MAX_ENTRY_BYTES = 64 * 1024;

/** The largest archive of a version, compressed, which the runner downloads. */
export const MAX_DOWNLOAD_BYTES = 500 * 1024;
