import { resolve } from 'node:path';
import { z } from 'zod';

/** A start that cannot go on, in sentences for the person who started it: print the message alone, exit 1. */
export class BootError extends Error {
  constructor(title: string, problems: readonly string[]) {
    super([title, ...problems.map((problem) => `  - ${problem}`)].join('\n'));
    this.name = 'BootError';
  }
}

export type Environment = Readonly<{
  port: number;
  bankPort: number;
  host: string;
  /** Absolute. */
  dataDir: string;
  /** The application's restricted role; undefined with the two below means the embedded server. */
  databaseUrl: string | undefined;
  /** The owner's; undefined means that nobody migrates here. */
  migrateDatabaseUrl: string | undefined;
  bankDatabaseUrl: string | undefined;
  /** As browsers and the bank reach the portal; no slash at the end, as all URLs here. */
  publicUrl: string;
  /** The bank as this machine reaches it: `<custodyUrl>/service`, `/download`. */
  custodyUrl: string;
  /** The bank as the customer's browser reaches it: `<custodyGatewayUrl>/gateway`. */
  custodyGatewayUrl: string;
  custodyPlatformNo: string;
  custodyKeySerial: string;
  /** How the bank keeps members' money; it must be what the platform has agreed with its bank. */
  custodyMode: 'direct' | 'linked' | 'joint';
  custodyPrivateKeyFile: string | undefined;
  custodyBankKeyFile: string | undefined;
  authSecret: string | undefined;
  /** The mail server that alerts are sent over; undefined: mails stay in the outbox. */
  smtpUrl: string | undefined;
  /** The sender of mails. */
  mailFrom: string;
  dataKeyFile: string | undefined;
  /** False is production: no demo people, no time travel, no failpoints, no generated keys. NODE_ENV says nothing. */
  demoMode: boolean;
  /** Where the simulator's control API answers; undefined when custodyUrl is some other bank. */
  simulatorUrl: string | undefined;
}>;

const CUSTODY_PATH = '/bha-neo-app/lanmaotech';

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a whole number from 1 to 65535')
  .transform(Number)
  .refine((value) => value >= 1 && value <= 65_535, 'must be a whole number from 1 to 65535');
const webUrl = z
  .string()
  .refine((text) => /^https?:\/\/[^/\s]/.test(text) && URL.canParse(text), 'must be an http:// or https:// address')
  .transform((text) => text.replace(/\/+$/, ''));
const postgresAddress = z
  .string()
  .refine((text) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text), 'must be a postgres:// address');
const smtpAddress = z
  .string()
  .refine((text) => /^smtps?:\/\//.test(text) && URL.canParse(text), 'must be an smtp:// or smtps:// address');
const path = z.string().transform((text) => resolve(text));

const variables = z.object({
  PORT: port.default(3000),
  BANK_PORT: port.default(3100),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'must be a host name or an IP address')
    .default('127.0.0.1'),
  DATA_DIR: path.default(() => resolve('.data')),
  DATABASE_URL: postgresAddress.optional(),
  MIGRATE_DATABASE_URL: postgresAddress.optional(),
  BANK_DATABASE_URL: postgresAddress.optional(),
  PUBLIC_URL: webUrl.optional(),
  CUSTODY_URL: webUrl.optional(),
  CUSTODY_GATEWAY_URL: webUrl.optional(),
  CUSTODY_PLATFORM_NO: z
    .string()
    .regex(/^\w{1,50}$/, 'must be the number that the bank gave the platform')
    .default('5000001104'),
  CUSTODY_KEY_SERIAL: z
    .string()
    .regex(/^\w{1,50}$/, 'must be the version of the key at the bank, such as 1')
    .default('1'),
  CUSTODY_MODE: z.enum(['direct', 'linked', 'joint'], 'must be direct, linked or joint').default('direct'),
  CUSTODY_PRIVATE_KEY_FILE: path.optional(),
  CUSTODY_BANK_KEY_FILE: path.optional(),
  AUTH_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  DATA_KEY_FILE: path.optional(),
  SMTP_URL: smtpAddress.optional(),
  MAIL_FROM: z.email('must be a mail address').optional(),
  DEMO_MODE: z.enum(['0', '1'], 'must be 0 or 1').optional(),
});
type Read = z.output<typeof variables>;
/** process.env, or a part of it. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** The address a client on this machine uses for a server that listens on `host`. */
function origin(host: string, portNumber: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${portNumber}`;
}

/** What each value alone cannot know. `simulated` says that the bank is the simulator. */
function contradictions(read: Read, simulated: boolean): string[] {
  const problems: string[] = [];
  if (read.BANK_DATABASE_URL && !read.DATABASE_URL)
    problems.push('BANK_DATABASE_URL is set and DATABASE_URL is not: set both, or neither for the embedded database');
  if (read.DATABASE_URL && !read.BANK_DATABASE_URL && simulated)
    problems.push(
      'DATABASE_URL is set and BANK_DATABASE_URL is not: set both, or point CUSTODY_URL at a bank that runs elsewhere',
    );
  if (read.MIGRATE_DATABASE_URL && !read.DATABASE_URL)
    problems.push('MIGRATE_DATABASE_URL is set and DATABASE_URL is not: the owner alone is not enough to run');
  if (read.PORT === read.BANK_PORT)
    problems.push(`PORT and BANK_PORT are both ${read.PORT}: give them different ports`);
  return problems;
}

/**
 * Reads and checks the environment of every process of the product. An empty value counts as absent. DATABASE_URL
 * without BANK_DATABASE_URL is right only where CUSTODY_URL names another bank than the simulator, which then is
 * not started and needs no database.
 * @throws BootError one list of everything that is wrong; values are not repeated, since some are secret.
 */
export function readEnvironment(source: Variables): Environment {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new BootError('The environment is not right:', [...new Set(problems)]);
  }
  const read = parsed.data;
  const simulatorUrl = origin(read.HOST, read.BANK_PORT);
  const custodyUrl = read.CUSTODY_URL ?? simulatorUrl + CUSTODY_PATH;
  const simulated = custodyUrl === simulatorUrl + CUSTODY_PATH;
  const publicUrl = read.PUBLIC_URL ?? origin(read.HOST, read.PORT);
  const problems = contradictions(read, simulated);
  if (problems.length > 0) throw new BootError('The environment is not right:', problems);
  return {
    port: read.PORT,
    bankPort: read.BANK_PORT,
    host: read.HOST,
    dataDir: read.DATA_DIR,
    databaseUrl: read.DATABASE_URL,
    migrateDatabaseUrl: read.MIGRATE_DATABASE_URL,
    bankDatabaseUrl: read.BANK_DATABASE_URL,
    publicUrl,
    custodyUrl,
    custodyGatewayUrl: read.CUSTODY_GATEWAY_URL ?? custodyUrl,
    custodyPlatformNo: read.CUSTODY_PLATFORM_NO,
    custodyKeySerial: read.CUSTODY_KEY_SERIAL,
    custodyMode: read.CUSTODY_MODE,
    custodyPrivateKeyFile: read.CUSTODY_PRIVATE_KEY_FILE,
    custodyBankKeyFile: read.CUSTODY_BANK_KEY_FILE,
    authSecret: read.AUTH_SECRET,
    smtpUrl: read.SMTP_URL,
    mailFrom: read.MAIL_FROM ?? `manbiao@${new URL(publicUrl).hostname}`,
    dataKeyFile: read.DATA_KEY_FILE,
    demoMode: read.DEMO_MODE ? read.DEMO_MODE === '1' : read.DATABASE_URL === undefined,
    simulatorUrl: simulated ? simulatorUrl : undefined,
  };
}
