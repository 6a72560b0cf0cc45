/** The part of nodemailer that is used here; its published types would bring a cloud's whole client. */
declare module 'nodemailer' {
  type Options = Readonly<{
    url: string;
    connectionTimeout: number;
    greetingTimeout: number;
    socketTimeout: number;
  }>;
  type Message = Readonly<{ to: string; subject: string; text: string; messageId: string }>;
  export function createTransport(
    options: Options,
    defaults: Readonly<{ from: string }>,
  ): { sendMail: (message: Message) => Promise<unknown>; close: () => void };
}
