import { relative } from 'node:path';
import postgres from 'postgres';
import type { World } from './world.ts';

type Person = { login: string; displayName: string; roles: string };

/** Those whose money it is before those who look after it. */
const ORDER = ['investor', 'borrower', 'loan-officer', 'risk-officer', 'finance', 'administrator'];

async function demoPeople(databaseUrl: string): Promise<Person[]> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    const rows = await sql`
      select login, display_name, string_agg(role, ', ' order by role) as roles
      from member join member_role on member_id = id where demo group by id, login, display_name order by login`;
    const people = rows.map((row) => ({ login: row.login, displayName: row.display_name, roles: row.roles }));
    const rank = ({ roles }: Person): number => ORDER.findIndex((role) => roles.includes(role));
    return people.sort((left, right) => rank(left) - rank(right));
  } finally {
    await sql.end();
  }
}

async function businessDateOf(world: World): Promise<string> {
  const answer = await fetch(`${world.bankUrl ?? world.portalUrl}${world.bankUrl ? '/health' : '/api/health'}`);
  return ((await answer.json()) as { businessDate: string }).businessDate;
}

/** Columns a terminal gives the text: Chinese characters take two. */
const widthOf = (text: string): number => [...text].reduce((sum, char) => sum + (char > '⺀' ? 2 : 1), 0);
const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

const THINGS_TO_TRY = [
  ['Bid on an open loan as the active investor, then watch it fill and settle', '以活跃出借人投标，看它满标、放款'],
  [
    'Move the business date on one day in the bar on top: instalments are collected',
    '在顶部推进一天：到期还款自动扣收',
  ],
  ['See the night reconciled line by line as the finance operator', '以财务对账员查看当日逐笔对账'],
] as const;

/** What to know once everything runs. */
export async function cardOf(world: World, seconds: number): Promise<string> {
  const { environment, bankUrl } = world;
  const people = environment.demoMode ? await demoPeople(world.databases.databaseUrl) : [];
  const loginWidth = Math.max(0, ...people.map(({ login }) => widthOf(login)));
  const nameWidth = Math.max(0, ...people.map(({ displayName }) => widthOf(displayName)));
  const dataDir = relative(process.cwd(), environment.dataDir) || '.';
  const lines = [
    `Manbiao 满标 is running (${seconds.toFixed(1)} s)`,
    '',
    `  portal 门户         ${world.portalUrl}`,
    ...(bankUrl ? [`  bank 模拟银行       ${bankUrl}`] : []),
    `  business date 业务日 ${await businessDateOf(world)}`,
    `  data, logs 数据日志  ${dataDir}, ${dataDir}/logs`,
  ];
  if (people.length > 0) {
    lines.push('', `  Demo people, one click each at ${world.portalUrl}/sign-in · 演示用户，一键登录：`);
    for (const person of people)
      lines.push(`    ${pad(person.displayName, nameWidth)}  ${pad(person.login, loginWidth)}  ${person.roles}`);
    lines.push('', '  Three things to try · 试三件事：');
    THINGS_TO_TRY.forEach(([english, chinese], index) => {
      lines.push(`    ${index + 1}. ${english}`, `       ${chinese}`);
    });
  }
  lines.push('', '  Ctrl-C stops all of it · 按 Ctrl-C 全部停止    npm run reset    npm run doctor');
  return `\n${lines.join('\n')}\n`;
}
