import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BootError, readEnvironment, type Variables } from './environment.ts';

const databases = { DATABASE_URL: 'postgres://app@db/manbiao', BANK_DATABASE_URL: 'postgres://bank@db/bank' };

function problemsOf(source: Variables): string {
  try {
    readEnvironment(source);
  } catch (error) {
    if (error instanceof BootError) return error.message;
    throw error;
  }
  return '';
}

describe('an empty environment', () => {
  const environment = readEnvironment({});

  test('is the demo on the embedded database, on loopback', () => {
    expect(environment).toMatchObject({
      port: 3000,
      bankPort: 3100,
      host: '127.0.0.1',
      dataDir: resolve('.data'),
      databaseUrl: undefined,
      publicUrl: 'http://127.0.0.1:3000',
      custodyUrl: 'http://127.0.0.1:3100/bha-neo-app/lanmaotech',
      custodyGatewayUrl: 'http://127.0.0.1:3100/bha-neo-app/lanmaotech',
      custodyPlatformNo: '5000001104',
      custodyKeySerial: '1',
      custodyMode: 'direct',
      demoMode: true,
      simulatorUrl: 'http://127.0.0.1:3100',
    });
  });

  test('is the same as one of empty values', () => {
    expect(readEnvironment({ PORT: '', DATABASE_URL: '', DEMO_MODE: '', DATA_DIR: '' })).toEqual(environment);
  });
});

describe('defaults that follow from others', () => {
  test('databases of one’s own turn demo mode off, DEMO_MODE=1 turns it on again', () => {
    expect(readEnvironment(databases).demoMode).toBe(false);
    expect(readEnvironment({ ...databases, DEMO_MODE: '1' }).demoMode).toBe(true);
    expect(readEnvironment({ DEMO_MODE: '0' }).demoMode).toBe(false);
  });

  test('mails come from the portal’s own host unless told otherwise', () => {
    expect(readEnvironment({ PUBLIC_URL: 'https://manbiao.example:8443' })).toMatchObject({
      smtpUrl: undefined,
      mailFrom: 'manbiao@manbiao.example',
    });
    const given = { SMTP_URL: 'smtps://desk:word@mail.example', MAIL_FROM: 'desk@manbiao.example' };
    expect(readEnvironment(given)).toMatchObject({ smtpUrl: given.SMTP_URL, mailFrom: given.MAIL_FROM });
  });

  test('NODE_ENV decides nothing', () => {
    expect(readEnvironment({ NODE_ENV: 'production' })).toEqual(readEnvironment({ NODE_ENV: 'development' }));
  });

  test('the addresses follow host and ports, a wildcard is reached over loopback', () => {
    const everywhere = readEnvironment({ HOST: '0.0.0.0', PORT: '8080', BANK_PORT: '8081' });
    expect(everywhere.publicUrl).toBe('http://127.0.0.1:8080');
    expect(everywhere.simulatorUrl).toBe('http://127.0.0.1:8081');
    expect(readEnvironment({ HOST: '::1' }).publicUrl).toBe('http://[::1]:3000');
  });

  test('a bank elsewhere is no simulator, and then no database of the bank is needed', () => {
    const real = readEnvironment({
      DATABASE_URL: databases.DATABASE_URL,
      CUSTODY_URL: 'https://bank.example/bha-neo-app/lanmaotech/',
    });
    expect(real.simulatorUrl).toBeUndefined();
    expect(real.custodyUrl).toBe('https://bank.example/bha-neo-app/lanmaotech');
    expect(real.custodyGatewayUrl).toBe(real.custodyUrl);
  });

  test('the simulator’s own address given as CUSTODY_URL is still the simulator', () => {
    const environment = readEnvironment({ CUSTODY_URL: 'http://127.0.0.1:3100/bha-neo-app/lanmaotech' });
    expect(environment.simulatorUrl).toBe('http://127.0.0.1:3100');
  });
});

describe('what is refused', () => {
  test.each([
    [{ DATABASE_URL: databases.DATABASE_URL }, 'BANK_DATABASE_URL is not: set both'],
    [{ BANK_DATABASE_URL: databases.BANK_DATABASE_URL }, 'DATABASE_URL is not: '],
    [{ MIGRATE_DATABASE_URL: 'postgres://owner@db/manbiao' }, 'DATABASE_URL is not: '],
    [{ PORT: '3100' }, 'PORT and BANK_PORT are both 3100'],
    [{ PORT: '0' }, 'PORT must be a whole number'],
    [{ PORT: '65536' }, 'PORT must be a whole number'],
    [{ BANK_PORT: '31x' }, 'BANK_PORT must be a whole number'],
    [{ HOST: 'a b' }, 'HOST must be a host name'],
    [{ PUBLIC_URL: 'manbiao.example' }, 'PUBLIC_URL must be an http'],
    [{ CUSTODY_URL: 'ftp://bank.example' }, 'CUSTODY_URL must be an http'],
    [{ ...databases, DATABASE_URL: 'mysql://db' }, 'DATABASE_URL must be a postgres:// address'],
    [{ AUTH_SECRET: 'short' }, 'AUTH_SECRET must have at least 32 characters'],
    [{ DEMO_MODE: 'yes' }, 'DEMO_MODE must be 0 or 1'],
    [{ SMTP_URL: 'http://mail.example' }, 'SMTP_URL must be an smtp:// or smtps:// address'],
    [{ MAIL_FROM: 'nobody' }, 'MAIL_FROM must be a mail address'],
    [{ CUSTODY_PLATFORM_NO: 'a/b' }, 'CUSTODY_PLATFORM_NO must be'],
  ])('%j', (source, sentence) => {
    expect(problemsOf(source)).toContain(sentence);
  });

  test('everything wrong is told at once, and no value is repeated', () => {
    const message = problemsOf({ PORT: 'x', DEMO_MODE: '2', AUTH_SECRET: 'hunter2', DATABASE_URL: 'secret-address' });
    expect(message.split('\n')).toHaveLength(5);
    expect(message).not.toMatch(/hunter2|secret-address/);
  });
});
