import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export type ReceivedMail = Readonly<{ to: string; data: string }>;
export type SmtpReceiver = Readonly<{
  url: string;
  mails: ReceivedMail[];
  /** From now on every recipient is refused, or taken again. */
  refuse: (all: boolean) => void;
  close: () => Promise<void>;
}>;

/** A mail server of the plainest kind, on loopback: it takes what it is given and keeps it. */
export async function startSmtpReceiver(): Promise<SmtpReceiver> {
  const mails: ReceivedMail[] = [];
  let refusing = false;
  const serve = (socket: Socket): void => {
    let [waiting, to, data, inData] = ['', '', '', false];
    const say = (line: string) => socket.write(`${line}\r\n`);
    const hear = (line: string): void => {
      const verb = line.slice(0, 4).toUpperCase();
      if (inData) {
        if (line !== '.') data += `${line}\n`;
        else {
          inData = false;
          mails.push({ to, data });
          data = '';
          say('250 kept');
        }
      } else if (verb === 'RCPT') {
        to = /<([^>]*)>/.exec(line)?.[1] ?? '';
        say(refusing ? '550 nobody of that name' : '250 good');
      } else if (verb === 'DATA') {
        inData = true;
        say('354 go on');
      } else if (verb === 'QUIT') socket.end('221 bye\r\n');
      else say('250 good');
    };
    say('220 here');
    socket.setEncoding('utf8').on('error', () => {});
    socket.on('data', (chunk: string) => {
      waiting += chunk;
      const lines = waiting.split('\r\n');
      waiting = lines.pop() ?? '';
      for (const line of lines) hear(line);
    });
  };
  const server = createServer(serve).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    refuse: (all) => {
      refusing = all;
    },
    close: () => new Promise((done) => server.close(() => done())),
  };
}
