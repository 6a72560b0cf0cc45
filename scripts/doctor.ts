import { resolve } from 'node:path';
import { type Finding, told } from './doctor/finding.ts';
import {
  folderFindings,
  lockFindings,
  logFindings,
  machineFindings,
  postgresProgramFindings,
  toolFindings,
} from './doctor/machine.ts';
import { databaseFindings, environmentFindings, keyFindings, processFindings } from './doctor/world.ts';
import { orExplain } from './world/process.ts';

async function examine(): Promise<Finding[]> {
  const { environment, findings } = environmentFindings();
  const dataDir = environment?.dataDir ?? resolve(process.env.DATA_DIR || '.data');
  const machine = [...machineFindings(dataDir), ...folderFindings(dataDir)];
  const tools = [...postgresProgramFindings(), ...(await toolFindings())];
  if (!environment) return [...findings, ...machine, ...tools];
  return [
    ...findings,
    ...machine,
    ...tools,
    ...keyFindings(environment),
    ...(await processFindings(environment)),
    ...(await databaseFindings(environment)),
    ...lockFindings(dataDir),
    ...logFindings(dataDir),
  ];
}

/** `npm run doctor`: what is as it should be, what is not, and how to mend it. Exit 1 when something is wrong. */
orExplain(async () => {
  const findings = await examine();
  for (const finding of findings) console.log(told(finding));
  const wrong = findings.filter(({ mark }) => mark === 'bad').length;
  console.log(wrong === 0 ? '\nNothing is wrong.' : `\n${wrong} thing(s) to mend.`);
  process.exit(wrong === 0 ? 0 : 1);
});
