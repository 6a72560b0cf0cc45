import { createReadStream } from 'node:fs';
import { receiveArchive } from '#server/domain/custody/lanmao/check-files.ts';
import { fetchCheckFiles } from '#server/domain/reconciliation/fetch-files.ts';
import { reconcileLines } from '#server/domain/reconciliation/reconcile-lines.ts';
import { plainDate } from '#server/primitives/calendar.ts';
import { openLoneDatabase } from '#server/testing/context.ts';
import { DATE } from './day.ts';

/** A worker in a process of its own, so that its memory is its own. */
const [url = '', ownerUrl = '', zip = ''] = process.argv.slice(2);
const nowhere = { host: '', port: 0, pid: 0, users: {} };
const lone = await openLoneDatabase(4, { url, ownerUrl, address: nowhere as never, drop: async () => {} });
const date = plainDate(DATE);
const downloadCheckFiles = async () => {
  const received = await receiveArchive(createReadStream(zip));
  if (!('archive' in received)) throw new Error('no archive');
  return received.archive;
};
const ctx = { ...lone.system, custody: { ...lone.system.custody, downloadCheckFiles } };

process.on('message', async () => {
  const startedAt = performance.now();
  const staged = await fetchCheckFiles(ctx, date);
  const stagedAt = performance.now();
  const { compared, breaks } = await reconcileLines(ctx, date);
  const seconds = (performance.now() - startedAt) / 1000;
  const peakMiB = process.resourceUsage().maxRSS / 1024;
  const staging = (stagedAt - startedAt) / 1000;
  process.send?.({ seconds, staging, staged, compared, breaks: breaks.length, peakMiB });
});
process.on('disconnect', () => void lone.close().then(() => process.exit(0)));
process.send?.('ready');
