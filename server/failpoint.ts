/**
 * `FAILPOINT=name[:nth]` ends the process, as kill -9 does, when it comes to the named place for the nth time (the
 * first when absent). Places are named `<instruction kind>.<moment>`, such as `freeze-bid.answered`.
 */
export function failpointFrom(setting: string | undefined): (name: string) => void {
  const match = /^(.+?)(?::(\d+))?$/.exec(setting ?? '');
  if (!match) return () => {};
  const [, wanted, nth = '1'] = match;
  let left = Number(nth);
  return (name) => {
    if (name !== wanted) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  };
}
