/**
 * Many operations pass together; the day end waits until they are out and then has the bank to itself. So no
 * operation straddles a boundary of the day: what is stamped D is in the book before D's balances are taken.
 */
export type Gate = {
  shared: <Result>(work: () => Promise<Result>) => Promise<Result>;
  exclusive: <Result>(work: () => Promise<Result>) => Promise<Result>;
};

/** A readers-and-writer lock of one process; writers first. The bank is one process. */
export function makeGate(): Gate {
  let inside = 0;
  let closed: Promise<void> | undefined;
  let lastOneOut: (() => void) | undefined;

  const shared: Gate['shared'] = async (work) => {
    while (closed) await closed;
    inside += 1;
    try {
      return await work();
    } finally {
      inside -= 1;
      if (inside === 0) lastOneOut?.();
    }
  };

  const exclusive: Gate['exclusive'] = async (work) => {
    while (closed) await closed;
    let open = (): void => {};
    closed = new Promise((done) => {
      open = () => {
        closed = undefined;
        done();
      };
    });
    try {
      if (inside > 0) {
        await new Promise<void>((done) => {
          lastOneOut = done;
        });
      }
      return await work();
    } finally {
      lastOneOut = undefined;
      open();
    }
  };

  return { shared, exclusive };
}
