/**
 * What is loaded once and kept, as long as this script lives.
 *
 * In: how it is loaded. Out: the same, at the first call alone; a load that failed is tried again by the next.
 */

export function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return async () => {
    loading ??= load();
    try {
      return await loading;
    } catch (error) {
      loading = undefined;
      throw error;
    }
  };
}
