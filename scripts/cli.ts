import { run } from '#server/cli/main.ts';
import { readEnvironment } from '#server/environment.ts';
import { besideRunning } from './world/control.ts';
import { orExplain } from './world/process.ts';

/** `npm run --silent cli -- COMMAND`: the verbs as commands; JSON alone on stdout. Finds a running `npm start`. */
orExplain(async () => {
  const { dataDir } = readEnvironment(process.env);
  const variables = besideRunning(process.env, dataDir);
  const code = await run(process.argv.slice(2), process.stdin, process.stdout, process.stderr, variables);
  // What has been written must arrive before the process ends, also in a pipe.
  process.stdout.write('', () => process.exit(code));
});
