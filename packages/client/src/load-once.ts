/**
 * Loads something when it is first needed, and gives the same promise from then on.
 *
 * `import()` by itself looks the module up again each time, which takes longer than most calls and more turns than one. A load
 * that failed is tried again.
 */
export function loadOnce<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}
