import { AlertTriangle, Check, Clock } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import type { AppMessages } from './messages.ts';

type Kind = keyof AppMessages['state'];
type StateOf<K extends Kind> = keyof AppMessages['state'][K] & string;

/** What a state feels like; states not named here are plain. */
const TONES: Record<string, Tone> = {
  open: 'accent',
  offered: 'warm',
  full: 'good',
  settling: 'warm',
  repaying: 'good',
  repaid: 'good',
  overdue: 'risk',
  failed: 'risk',
  rejected: 'risk',
  returned: 'warm',
  'written-off': 'risk',
  freezing: 'warm',
  frozen: 'accent',
  settled: 'good',
  releasing: 'warm',
  due: 'warm',
  collecting: 'warm',
  paid: 'good',
  paying: 'warm',
  compensated: 'warm',
  recovered: 'good',
  unknown: 'risk',
  sent: 'warm',
  accepted: 'warm',
  succeeded: 'good',
  held: 'warm',
  remitting: 'warm',
  cancelling: 'warm',
  green: 'good',
  red: 'risk',
  incomplete: 'warm',
  signed: 'good',
  running: 'warm',
  done: 'good',
  active: 'good',
  opening: 'warm',
  proposed: 'warm',
  suspended: 'risk',
  approved: 'accent',
  'at-bank': 'warm',
  waiting: 'warm',
};

const ICONS: Partial<Record<Tone, typeof Check>> = { good: Check, risk: AlertTriangle, warm: Clock };

/** A state in a word, a colour and, where something went well or ill or waits, a sign. */
export function StateBadge<K extends Kind>({ kind, state }: { kind: K; state: StateOf<K> }) {
  const t = useTranslations('state');
  const tone = TONES[state] ?? 'plain';
  const Icon = ICONS[tone];
  return (
    <Badge tone={tone}>
      {Icon ? <Icon aria-hidden /> : null}
      {t(`${kind}.${state}` as Parameters<typeof t>[0])}
    </Badge>
  );
}
