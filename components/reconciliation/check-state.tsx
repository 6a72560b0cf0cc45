import { AlertTriangle, Check, CircleDashed, Minus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Badge, type Tone } from '#components/ui/badge.tsx';

const LOOKS = {
  green: { tone: 'good', Icon: Check },
  red: { tone: 'risk', Icon: AlertTriangle },
  'not-offered': { tone: 'plain', Icon: Minus },
  open: { tone: 'plain', Icon: CircleDashed },
} as const satisfies Record<string, { tone: Tone; Icon: typeof Check }>;

/** How a check of a day stands: a colour, a sign and a word; null where it has not been made. */
export function CheckStateBadge({
  state,
  breaks = 0,
}: {
  state: 'green' | 'red' | 'not-offered' | null;
  breaks?: number;
}) {
  const t = useTranslations('matrix');
  const { tone, Icon } = LOOKS[state ?? 'open'];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {breaks > 0 ? t('differs', { count: breaks }) : t(`state.${state ?? 'open'}`)}
    </Badge>
  );
}
