import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BootError, type Environment, readEnvironment } from '#server/environment.ts';
import { liveAddress } from '../postgres/attach.ts';
import { postgresUrl } from '../postgres/cluster.ts';
import { besideRunning, runningOn } from '../world/control.ts';
import { pendingMigrations } from '../world/migrations.ts';
import { isFree } from '../world/ports.ts';
import { bad, type Finding, good, note } from './finding.ts';

/** The environment, as the running world has it where one runs; undefined with the findings when it is not right. */
export function environmentFindings(): { environment: Environment | undefined; findings: Finding[] } {
  try {
    const { dataDir } = readEnvironment(process.env);
    const environment = readEnvironment(besideRunning(process.env, dataDir));
    const kind = environment.demoMode ? 'demo mode' : 'production (DEMO_MODE=0)';
    const bank = environment.simulatorUrl ? 'the simulator' : environment.custodyUrl;
    return { environment, findings: [good(`environment: ${kind}, bank: ${bank}`)] };
  } catch (error) {
    if (!(error instanceof BootError)) throw error;
    return { environment: undefined, findings: [bad(error.message, 'set these variables right, or unset them')] };
  }
}

async function healthFinding(name: string, url: string): Promise<Finding> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    if (answer.ok) return good(`${name} answers at ${url}`);
    const { reason = '' } = (await answer.json().catch(() => ({}))) as { reason?: string };
    return bad(`${name} is not healthy: ${answer.status} ${reason}`, `look into its log, or stop and start again`);
  } catch {
    return bad(`${name} does not answer at ${url}`, 'stop and start again');
  }
}

/** A running world's health, else whether its ports are free. */
export async function processFindings(environment: Environment): Promise<Finding[]> {
  const { dataDir, host, port, bankPort, simulatorUrl, publicUrl } = environment;
  const running = runningOn(dataDir);
  if (running) {
    const bank = running.bankUrl ? [healthFinding('the bank', `${running.bankUrl}/health`)] : [];
    const health = await Promise.all([healthFinding('the portal', `${publicUrl}/api/health`), ...bank]);
    return [good(`npm start runs (process ${running.mark.split(':')[0]})`), ...health];
  }
  const wishes = [['PORT', port], ...(simulatorUrl ? [['BANK_PORT', bankPort]] : [])] as [string, number][];
  const findings = wishes.map(async ([variable, wanted]) => {
    if (await isFree(host, wanted)) return good(`port ${wanted} is free`);
    return process.env[variable]
      ? bad(`port ${wanted} is taken by another program`, `choose another one with ${variable}=…`)
      : note(`port ${wanted} is taken by another program`, 'nothing to do: the next free one will be used');
  });
  return [note('nothing runs on this data folder', 'npm start'), ...(await Promise.all(findings))];
}

/** Migrations that the code has and the database has not. */
async function pendingFinding(name: string, url: string, folder: string): Promise<Finding> {
  try {
    const pending = await pendingMigrations(url, folder);
    if (pending === 0) return good(`${name}: the schema is the newest`);
    return note(`${name}: ${pending} migration(s) to come`, 'nothing to do: npm start brings them');
  } catch (error) {
    return bad(`${name} does not answer: ${(error as Error).message}`, 'see that PostgreSQL runs and the URL is right');
  }
}

/** Both databases, as far as they can be asked without starting anything. */
export async function databaseFindings(environment: Environment): Promise<Finding[]> {
  const { databaseUrl, migrateDatabaseUrl, bankDatabaseUrl, dataDir } = environment;
  if (databaseUrl) {
    const bank = bankDatabaseUrl ? [pendingFinding('the bank’s database', bankDatabaseUrl, 'db/bank/migrations')] : [];
    return Promise.all([
      pendingFinding('the portal’s database', migrateDatabaseUrl ?? databaseUrl, 'db/migrations'),
      ...bank,
    ]);
  }
  const address = liveAddress(dataDir);
  if (!address) return [note('the embedded PostgreSQL is not running', 'nothing to do: npm start starts it')];
  return Promise.all([
    pendingFinding('the portal’s database', postgresUrl(address, 'manbiao_owner', 'manbiao'), 'db/migrations'),
    pendingFinding('the bank’s database', postgresUrl(address, 'bank', 'bank'), 'db/bank/migrations'),
  ]);
}

/** The keys: there, still to be made, or missing where nothing may be made. */
export function keyFindings(environment: Environment): Finding[] {
  const { demoMode, dataDir, custodyPrivateKeyFile, custodyBankKeyFile, authSecret, dataKeyFile } = environment;
  const named = {
    CUSTODY_PRIVATE_KEY_FILE: custodyPrivateKeyFile,
    CUSTODY_BANK_KEY_FILE: custodyBankKeyFile,
    AUTH_SECRET: authSecret,
    DATA_KEY_FILE: dataKeyFile,
  };
  const missing = Object.entries(named).filter(([, value]) => value === undefined);
  if (!demoMode && missing.length > 0)
    return [
      bad(`keys are missing: ${missing.map(([name]) => name).join(', ')}`, 'set them, or try out with DEMO_MODE=1'),
    ];
  const folder = join(dataDir, 'secrets');
  if (!demoMode) return [good('all keys are named')];
  if (!existsSync(folder)) return [note('the demo’s keys are not made yet', 'nothing to do: npm start makes them')];
  const open = (statSync(folder).mode & 0o077) !== 0;
  return [
    open ? note(`others can look into ${folder}`, `chmod 700 ${folder}`) : good(`the demo’s keys are in ${folder}`),
  ];
}
