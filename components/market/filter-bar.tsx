'use client';

import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { cn } from '#components/ui/cn.ts';
import { Choice, Field, Input } from '#components/ui/field.tsx';
import { parsePercent } from '#server/primitives/parse-rate.ts';
import {
  MARKET_KINDS,
  MARKET_SORTS,
  MARKET_STATES,
  MARKET_TERMS,
  type MarketFilters,
  marketFilters,
} from './filters.ts';

function StateChoice({ state, onChange }: { state: string; onChange: (state: MarketFilters['state']) => void }) {
  const t = useTranslations('market');
  return (
    <fieldset className="flex flex-wrap gap-1.5">
      <legend className="sr-only">{t('state')}</legend>
      {MARKET_STATES.map((each) => (
        <label
          key={each}
          className={cn(
            'min-h-9 cursor-pointer rounded-md border border-line px-3.5 py-1.5 text-sm text-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
            state === each && 'border-accent bg-accent-wash font-medium text-accent',
          )}
        >
          <input
            type="radio"
            name="state"
            className="sr-only"
            checked={state === each}
            onChange={() => onChange(each)}
          />
          {t(`states.${each}`)}
        </label>
      ))}
    </fieldset>
  );
}

function RateField({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const t = useTranslations('market');
  const wrong = value !== '' && parsePercent(value) === undefined;
  return (
    <Field label={t('rateFrom')} error={wrong ? t('rateProblem') : undefined}>
      {(control) => (
        <Input
          {...control}
          className="num"
          inputMode="decimal"
          placeholder={t('any')}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/** What to show; every choice goes into the address at once. */
export function FilterBar() {
  const t = useTranslations('market');
  const kinds = useTranslations('repaymentKind');
  const loan = useTranslations('loan');
  const [filters, setFilters] = useQueryStates(marketFilters, { history: 'replace', throttleMs: 200 });
  const set = (change: Parameters<typeof setFilters>[0] & object) => void setFilters({ ...change, page: null });
  const any = { value: '', label: t('any') };
  return (
    <div className="space-y-4">
      <StateChoice state={filters.state} onChange={(state) => set({ state })} />
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <Choice
          label={loan('kind')}
          value={filters.kind ?? ''}
          options={[any, ...MARKET_KINDS.map((kind) => ({ value: kind, label: kinds(kind) }))]}
          onChange={(text) => set({ kind: MARKET_KINDS.find((kind) => kind === text) ?? null })}
        />
        <RateField value={filters.rate} onChange={(rate) => set({ rate: rate || null })} />
        <Choice
          label={t('termTo')}
          value={String(filters.term ?? '')}
          options={[
            any,
            ...MARKET_TERMS.map((days) => ({ value: String(days), label: loan('months', { count: days / 30 }) })),
          ]}
          onChange={(text) => set({ term: text ? +text : null })}
        />
        <Choice
          label={t('sort')}
          value={filters.sort}
          options={MARKET_SORTS.map((sort) => ({ value: sort, label: t(`sorts.${sort}`) }))}
          onChange={(text) => set({ sort: MARKET_SORTS.find((sort) => sort === text) ?? null })}
        />
      </div>
    </div>
  );
}
