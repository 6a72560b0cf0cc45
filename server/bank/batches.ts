/**
 * Natural batching: whatever queued for a key while its last batch was under way goes together as the next. One batch
 * of a key is in flight, no timer, and a lone item is a batch of one. `run` answers for each item in order; what it
 * throws, all of the batch gets.
 */
export function makeBatches<Item, Result>(
  most: number,
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
): (key: string, item: Item) => Promise<Result> {
  type Waiting = { item: Item; done: (result: Result) => void; failed: (error: unknown) => void };
  const queues = new Map<string, Waiting[]>();

  const drain = async (key: string, queue: Waiting[]): Promise<void> => {
    while (queue.length > 0) {
      const batch = queue.splice(0, most);
      try {
        const results = await run(batch.map((one) => one.item));
        for (const [index, one] of batch.entries()) one.done(results[index] as Result);
      } catch (error) {
        for (const one of batch) one.failed(error);
      }
    }
    queues.delete(key);
  };

  return (key, item) =>
    new Promise((done, failed) => {
      const waiting = { item, done, failed };
      const queue = queues.get(key);
      if (queue) {
        queue.push(waiting);
        return;
      }
      const fresh = [waiting];
      queues.set(key, fresh);
      void drain(key, fresh);
    });
}
