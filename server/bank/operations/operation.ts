import type { Readable } from 'node:stream';
import type { Call } from '../http/request.ts';
import type { AnswerFields } from '../http/write-json.ts';
import type { PageOperation } from '../pages/page-operation.ts';

/** A service answered from server to server. Throws Refusal; runs inside the bank's day. */
export type DirectOperation = {
  channel: 'direct';
  run: (call: Call) => Promise<AnswerFields>;
};

/** A service that answers a file. */
export type DownloadOperation = {
  channel: 'download';
  run: (call: Call) => Promise<{ fileName: string; stream: Readable }>;
};

export type Operation = DirectOperation | DownloadOperation | PageOperation;
