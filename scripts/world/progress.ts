/** Tells each step when it begins and, with its seconds, when it has ended. */
export type Progress = {
  step: <Result>(name: string, work: (detail: (text: string) => void) => Promise<Result>) => Promise<Result>;
  say: (text: string) => void;
};

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** Progress as lines of text; on a terminal the detail of a running step is shown in place. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  let detailShown = false;
  const clear = (): void => {
    if (detailShown) stream.write('\r\x1b[2K');
    detailShown = false;
  };
  const say = (text: string): void => {
    clear();
    stream.write(`${text}\n`);
  };
  return {
    say,
    step: async (name, work) => {
      const started = performance.now();
      say(`· ${name} …`);
      const detail = (text: string): void => {
        if (!stream.isTTY) return;
        clear();
        stream.write(`  ${name}: ${text}`.slice(0, (stream.columns ?? 80) - 1));
        detailShown = true;
      };
      try {
        const result = await work(detail);
        say(`✓ ${name} (${seconds(performance.now() - started)})`);
        return result;
      } catch (error) {
        say(`✗ ${name} (${seconds(performance.now() - started)})`);
        throw error;
      }
    },
  };
}

/** For those who tell nothing. */
export const silent: Progress = { say: () => {}, step: (_, work) => work(() => {}) };
