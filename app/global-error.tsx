'use client';

import './globals.css';

/** When not even the frame of the pages could be made: without messages, so in both languages at once. */
const WORDS = {
  zh: '平台暂时无法访问，数据没有丢失。',
  en: 'The platform cannot be reached at the moment. Nothing has been lost.',
  again: '重试 · Try again',
};

export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="zh-CN">
      <body>
        <main className="page flex max-w-lg flex-col items-start gap-4 py-24">
          <h1 className="text-2xl">{WORDS.zh}</h1>
          <p lang="en" className="text-soft">
            {WORDS.en}
          </p>
          <button
            type="button"
            onClick={reset}
            className="min-h-10 rounded-md bg-accent px-4 text-sm font-medium text-on-accent"
          >
            {WORDS.again}
          </button>
        </main>
      </body>
    </html>
  );
}
