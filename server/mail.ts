import { createTransport } from 'nodemailer';
import type { MailServer } from './domain/mail-server.ts';

const TIME_LIMIT_MS = 20_000;

/**
 * The mail server at an smtp:// or smtps:// address, which may carry login and password.
 * @param from the sender's address; its domain is the Message-ID's too
 * @param portalUrl where the reader of a mail finds what it is about
 */
export function openMailServer(smtpUrl: string, from: string, portalUrl: string): MailServer {
  const times = { connectionTimeout: TIME_LIMIT_MS, greetingTimeout: TIME_LIMIT_MS, socketTimeout: TIME_LIMIT_MS };
  const transport = createTransport({ url: smtpUrl, ...times }, { from });
  return {
    send: async ({ id, to, subject, body }) => {
      const messageId = `<${id}@${from.split('@').at(-1) ?? 'manbiao'}>`;
      await transport.sendMail({ to, subject, messageId, text: `${body}\n\n${portalUrl}/admin/alerts\n` });
    },
  };
}
