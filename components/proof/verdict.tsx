import { Check, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import type { ProofPaymentView, ProofView } from '#components/trpc/outputs.ts';
import { Figure } from '#components/ui/figure.tsx';
import { Panel, PanelBody } from '#components/ui/panel.tsx';
import { fen, type Money, sum } from '#server/primitives/money.ts';

const distance = (left: Money, right: Money): Money => fen(left > right ? left - right : right - left);
const totalOf = ({ penalty, fee, interest, principal }: ProofPaymentView['paid']): Money =>
  sum([penalty, fee, interest, principal]);

/** The whole loan in one line: what came in, where it went, and what lies between, which is nothing. */
export function ProofVerdict({ proof }: { proof: ProofView }) {
  const t = useTranslations('proof');
  const payments = proof.rows.flatMap((row) => row.payments);
  const of = (pick: (payment: ProofPaymentView) => Money): Money => sum(payments.map(pick));
  const principal = sum(proof.rows.map((row) => row.principal));
  const investors = of(({ investors: parts }) => totalOf(parts));
  const others = of(({ compensator, platform }) => sum([compensator, platform]));
  const difference = sum([
    distance(principal, proof.loan.amount),
    distance(proof.collected, sum([investors, others])),
    of((payment) => payment.difference),
  ]);
  const Sign = difference === 0n ? Check : TriangleAlert;
  return (
    <Panel>
      <PanelBody className="pt-5">
        <p className={`mb-4 flex items-center gap-2 font-medium ${difference === 0n ? 'text-good' : 'text-risk'}`}>
          <Sign aria-hidden className="size-5 shrink-0" />
          {difference === 0n ? t(proof.settled ? 'agrees' : 'planAgrees') : t('differs')}
        </p>
        <dl className="grid grid-cols-2 gap-x-6 gap-y-4 md:grid-cols-3 lg:grid-cols-6">
          <Figure size="md" label={t('principalOfRows')} note={t('mustBe')}>
            <Amount value={principal} />
          </Figure>
          <Figure size="md" label={t('collected')}>
            <Amount value={proof.collected} />
          </Figure>
          <Figure size="md" label={t('toInvestors')}>
            <Amount value={investors} />
          </Figure>
          <Figure size="md" label={t('toOthers')}>
            <Amount value={others} />
          </Figure>
          <Figure size="md" label={t('serviceFee')} note={t('serviceFeeNote')}>
            <Amount value={of((payment) => payment.serviceFee)} />
          </Figure>
          <Figure size="md" label={t('difference')}>
            <Amount value={difference} />
          </Figure>
        </dl>
      </PanelBody>
    </Panel>
  );
}
