/** Engine → the thread of the checkpoints. */
export type CheckpointCalls = {
  /** Writes what the database's write-ahead log holds into the database. Errors: storage_failed, disk_full, cache_damaged. */
  checkpoint: { input: { readonly path: string }; output: null };
};
