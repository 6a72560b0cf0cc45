import { type PlainDate, toWireDate } from '#server/primitives/calendar.ts';
import type { CheckFileArchive, CustodyGateway, CustodyMode, DirectAnswer, WireRecord } from '../gateway.ts';
import { readAnswer } from './answer.ts';
import { receiveArchive } from './check-files.ts';
import { envelope } from './envelope.ts';
import { readNotice } from './notice.ts';
import { privateKeyOf, publicKeyOf } from './signature.ts';
import { openForm, postForm } from './transport.ts';

export type LanmaoSettings = Readonly<{
  /** `<url>/service` and `<url>/download`, as this process reaches the bank. */
  url: string;
  /** `<gatewayUrl>/gateway`, as the customer's browser reaches it. */
  gatewayUrl: string;
  platformNo: string;
  keySerial: string;
  mode: CustodyMode;
  privateKeyPem: string;
  bankPublicKeyPem: string;
}>;

/** Refusals of DOWNLOAD_CHECKFILE that mean "not yet"; a real bank has its own words for it, so the code decides. */
const NO_FILES_YET: ReadonlySet<string> = new Set(['100007', '100008']);

const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? ('code' in cause ? String(cause.code) : cause.name) : 'no answer';
};

/**
 * The custody bank over the lanmao v2 protocol. Returned as a function of the business clock, whose time each request
 * carries: one connection's settings serve every context.
 */
export function lanmaoGateway(settings: LanmaoSettings): (now: () => Date) => CustodyGateway {
  const { platformNo, keySerial } = settings;
  const sender = { platformNo, keySerial, privateKey: privateKeyOf(settings.privateKeyPem) };
  const bankKey = publicKeyOf(settings.bankPublicKeyPem);

  const send = async (now: () => Date, service: string, request: WireRecord): Promise<DirectAnswer> => {
    try {
      return readAnswer(
        request,
        await postForm(`${settings.url}/service`, envelope(sender, service, request, now())),
        bankKey,
      );
    } catch (error) {
      return { kind: 'unknown', reason: reasonOf(error) };
    }
  };

  const downloadCheckFiles = async (now: () => Date, date: PlainDate): Promise<CheckFileArchive | undefined> => {
    const request = { fileDate: toWireDate(date) };
    const raw = await openForm(`${settings.url}/download`, envelope(sender, 'DOWNLOAD_CHECKFILE', request, now()));
    const received = await receiveArchive(raw.body);
    if ('archive' in received) return received.archive;
    const answer = readAnswer(request, { ...raw, body: received.bytes }, bankKey);
    if (answer.kind === 'refused' && NO_FILES_YET.has(answer.errorCode)) return undefined;
    throw new Error(`no check files of ${date}: ${answer.kind === 'unknown' ? answer.reason : answer.kind}`);
  };

  return (now) => ({
    platformNo,
    mode: settings.mode,
    send: (service, request) => send(now, service, request),
    form: (service, request, userDevice) => ({
      action: `${settings.gatewayUrl}/gateway`,
      fields: { ...envelope(sender, service, request, now()), userDevice },
    }),
    verify: (fields) => readNotice(fields, platformNo, bankKey),
    downloadCheckFiles: (date) => downloadCheckFiles(now, date),
  });
}
