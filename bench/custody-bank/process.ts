import { startBank } from '#server/bank/main.ts';

/** A bank in a process of its own, so that its memory is its own and a client does not share its processor time. */
const bank = await startBank({ databaseUrl: process.argv[2] ?? '', port: 0 });
process.on('message', () => process.send?.({ peakMiB: process.resourceUsage().maxRSS / 1024 }));
process.on('disconnect', () => void bank.close().then(() => process.exit(0)));
process.send?.({ url: bank.url });
