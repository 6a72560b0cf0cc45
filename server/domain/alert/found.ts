import type { AlertKind, AlertSeverity } from '#db/schema/alerts.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';

/** Something that is the case right now and that staff must know. */
export type Found = Readonly<{
  /** What it is about: one alert is open for a kind and its object. */
  object: string;
  /** Where staff sees to it. */
  path: string;
  businessDate?: PlainDate;
  /** Counts and names that its sentence is filled with; never personal data or a member's amounts. */
  details?: Readonly<Record<string, string | number>>;
}>;

/** Looks for one kind of alert: what it finds is raised, what it no longer finds has ended. */
export type Watch = Readonly<{
  kind: AlertKind;
  severity: AlertSeverity;
  find: (ctx: DomainContext<SystemActor>) => Promise<readonly Found[]>;
}>;
