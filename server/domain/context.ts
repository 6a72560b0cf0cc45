import type { Database } from '#db/pool.ts';
import type { InstructionKind } from '#db/schema/custody.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { IdSource } from '#server/primitives/ids.ts';
import type { Actor } from './actors.ts';
import type { Adopt, Conclude, HearMore, TakeBack } from './custody/conclude.ts';
import type { CustodyGateway } from './custody/gateway.ts';
import type { SimulatorControl } from './custody/simulator.ts';
import type { Failpoint } from './failpoints.ts';
import type { MailServer } from './mail-server.ts';
import type { Sources } from './score/sources.ts';
import type { Vault } from './vault.ts';

/** What every verb is given: one plain object, made once per request or job by the wiring. */
export type DomainContext<Who extends Actor = Actor> = Readonly<{
  db: Database;
  actor: Who;
  custody: CustodyGateway;
  conclude: Readonly<Record<InstructionKind, Conclude>>;
  adopt: Adopt;
  takeBack: TakeBack;
  hearMore: HearMore;
  /** Whom the scoring asks about borrowers. */
  sources: Sources;
  vault: Vault;
  /** Undefined where there is none: mails then stay in the outbox. */
  mail: MailServer | undefined;
  newId: IdSource;
  /** The business clock, read once for this context: the machine's plus the offset that the bank leads. */
  now: () => Date;
  businessDate: PlainDate;
  /** The machine's clock: leases, back-off, sessions. */
  realNow: () => Date;
  /** The control API of the bank simulator; undefined with a real bank, whose time nobody moves. */
  simulator: SimulatorControl | undefined;
  /** This context with the business clock read anew: for work that outlasts a moment. */
  renewed: () => Promise<DomainContext<Who>>;
  /** Ends the process at a named place when a kill test asks for it; does nothing otherwise. */
  failpoint: (name: Failpoint) => void;
}>;
