/** Takes mails for delivery. Undefined in a context means that this platform has no mail server. */
export type MailServer = Readonly<{
  /** `id` makes the Message-ID: the same mail sent twice is known as one. Throws when the server does not take it. */
  send: (mail: Readonly<{ id: string; to: string; subject: string; body: string }>) => Promise<void>;
}>;
