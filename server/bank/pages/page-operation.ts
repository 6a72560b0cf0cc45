import type { BankTransaction } from '#db/bank/pool.ts';
import type { UserDevice } from '#db/bank/schema/pages.ts';
import type { Call } from '../http/request.ts';
import type { AnswerFields } from '../http/write-json.ts';
import type { Phrase } from './language.ts';

/** What the customer filled in, by the input's name. */
export type FormValues = Readonly<Record<string, string | undefined>>;
/** What is wrong with it, by the input's name. */
export type FormErrors = Readonly<Record<string, Phrase>>;

export type PageInput = {
  name: string;
  kind: 'text' | 'password' | 'sms' | 'agree';
  label: Phrase;
  hint?: Phrase;
  autocomplete?: string;
  numeric?: boolean;
  /** What stands in it before the customer has written anything. */
  value?: string;
};

export type PageFact = { label: Phrase; value: string | Phrase; strong?: boolean };

export type PageView = { title: Phrase; lead: Phrase; facts: PageFact[]; inputs: PageInput[]; submit: Phrase };

export type PageResult = {
  /** The full result, as NOTIFY carries it; the browser's copy is masked. */
  fields: AnswerFields;
  /** Some results are shown to the browser only: a failed recharge without DIRECT_CALLBACK. */
  notify: boolean;
};

/**
 * A service that sends the customer to a page of the bank. `open` refuses what cannot be; `check` looks at the form
 * (and at the password, outside the effect's transaction); `finish` takes the number and has the effect. `open` and `finish` throw Refusal.
 */
export type PageOperation = {
  channel: 'page';
  open: (call: Call) => Promise<void>;
  view: (call: Call) => Promise<PageView>;
  check: (call: Call, form: FormValues) => Promise<FormErrors>;
  finish: (tx: BankTransaction, call: Call, form: FormValues, userDevice: UserDevice) => Promise<PageResult>;
};
