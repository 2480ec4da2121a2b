const mostTries = 3;

/** Two that lock the same rows in another order, such as a merge and a report that joins: whoever lost tries again. */
export async function againAfterDeadlock<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1)
    try {
      return await work();
    } catch (error) {
      const lost = error instanceof Error && "code" in error && error.code === "40P01";
      if (!lost || tries === mostTries) throw error;
    }
}
