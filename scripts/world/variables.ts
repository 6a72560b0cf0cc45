import type { Environment, Variables } from '#server/environment.ts';
import type { Databases } from './databases.ts';

/** The resolved environment as variables again, for the processes of a world: nothing is left to their defaults. */
export function variablesOf(environment: Environment, databases: Databases): Variables {
  return {
    PORT: String(environment.port),
    BANK_PORT: String(environment.bankPort),
    HOST: environment.host,
    DATA_DIR: environment.dataDir,
    PUBLIC_URL: environment.publicUrl,
    CUSTODY_URL: environment.custodyUrl,
    CUSTODY_GATEWAY_URL: environment.custodyGatewayUrl,
    CUSTODY_PLATFORM_NO: environment.custodyPlatformNo,
    CUSTODY_KEY_SERIAL: environment.custodyKeySerial,
    CUSTODY_MODE: environment.custodyMode,
    DEMO_MODE: environment.demoMode ? '1' : '0',
    DATABASE_URL: databases.databaseUrl,
    BANK_DATABASE_URL: databases.bankDatabaseUrl,
  };
}

/** What of it tells a command beside the running world where things are. Databases it finds by itself. */
export function placesOf(environment: Environment): Variables {
  const { port, bankPort, host, publicUrl, custodyUrl, custodyGatewayUrl, custodyMode } = environment;
  return {
    PORT: String(port),
    BANK_PORT: String(bankPort),
    HOST: host,
    PUBLIC_URL: publicUrl,
    CUSTODY_URL: custodyUrl,
    CUSTODY_GATEWAY_URL: custodyGatewayUrl,
    CUSTODY_MODE: custodyMode,
  };
}
