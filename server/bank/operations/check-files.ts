import { fileConfirmation } from '#db/bank/schema/desk.ts';
import { transaction } from '#db/transaction.ts';
import { checkFileZip, filesAt } from '../checkfile/zip.ts';
import { malformed, refuse } from '../refusal.ts';
import { claimNumber } from './claim-number.ts';
import { objectList, requiredDate, requiredNumber } from './fields.ts';
import type { DirectOperation, DownloadOperation } from './operation.ts';

/** DOWNLOAD_CHECKFILE: the zip of a date, from 00:10 of the next day. */
export const downloadCheckFile: DownloadOperation = {
  channel: 'download',
  run: async ({ bank, platformNo, request, at }) =>
    checkFileZip(bank, { platformNo, date: requiredDate(request, 'fileDate') }, at),
};

const FILES_TO_CONFIRM = 5;

/** CONFIRM_CHECKFILE: the platform agrees with a date's files, once. */
export const confirmCheckFile: DirectOperation = {
  channel: 'direct',
  run: async (call) => {
    const requestNo = requiredNumber(call.request, 'requestNo');
    const date = requiredDate(call.request, 'fileDate');
    if (objectList(call.request, 'detail').length < FILES_TO_CONFIRM) throw malformed('detail: five files expected');
    const { platformNo, at: confirmedAt } = call;
    await transaction(call.bank.pool, async (tx) => {
      await claimNumber(tx, call, requestNo);
      if (filesAt(confirmedAt, { platformNo, date }).length === 0) throw refuse('对账文件未生成');
      const stored = await tx
        .insert(fileConfirmation)
        .values({ platformNo, date, requestNo, confirmedAt })
        .onConflictDoNothing()
        .returning({ date: fileConfirmation.date });
      if (stored.length === 0) throw refuse('对账文件已确认，请勿重复确认。');
    });
    return {};
  },
};
