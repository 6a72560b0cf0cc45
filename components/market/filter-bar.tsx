'use client';

import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { cn } from '#components/ui/cn.ts';
import { Field, Input, Select } from '#components/ui/field.tsx';
import { parsePercent } from '#server/primitives/parse-rate.ts';
import { MARKET_KINDS, MARKET_SORTS, MARKET_STATES, MARKET_TERMS, marketFilters } from './filters.ts';

const among = <Choice extends string>(choices: readonly Choice[], text: string): Choice | null =>
  choices.find((choice) => choice === text) ?? null;

/** What to show; every choice goes into the address at once. */
export function FilterBar() {
  const t = useTranslations('market');
  const kinds = useTranslations('repaymentKind');
  const loan = useTranslations('loan');
  const [filters, setFilters] = useQueryStates(marketFilters, { history: 'replace', throttleMs: 200 });
  const set = (change: Partial<Parameters<typeof setFilters>[0]> & object) =>
    void setFilters({ ...change, page: null });
  return (
    <div className="space-y-4">
      <fieldset className="flex flex-wrap gap-1.5">
        <legend className="sr-only">{t('state')}</legend>
        {MARKET_STATES.map((state) => (
          <label
            key={state}
            className={cn(
              'min-h-9 cursor-pointer rounded-md border border-line px-3.5 py-1.5 text-sm text-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
              filters.state === state && 'border-accent bg-accent-wash font-medium text-accent',
            )}
          >
            <input
              type="radio"
              name="state"
              className="sr-only"
              checked={filters.state === state}
              onChange={() => set({ state })}
            />
            {t(`states.${state}`)}
          </label>
        ))}
      </fieldset>
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <Field label={loan('kind')}>
          {(control) => (
            <Select
              {...control}
              value={filters.kind ?? ''}
              onChange={(event) => set({ kind: among(MARKET_KINDS, event.target.value) })}
            >
              <option value="">{t('any')}</option>
              {MARKET_KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {kinds(kind)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <RateField value={filters.rate} onChange={(rate) => set({ rate: rate || null })} />
        <Field label={t('termTo')}>
          {(control) => (
            <Select
              {...control}
              value={filters.term ?? ''}
              onChange={(event) => set({ term: event.target.value ? +event.target.value : null })}
            >
              <option value="">{t('any')}</option>
              {MARKET_TERMS.map((days) => (
                <option key={days} value={days}>
                  {loan('months', { count: days / 30 })}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('sort')}>
          {(control) => (
            <Select
              {...control}
              value={filters.sort}
              onChange={(event) => set({ sort: among(MARKET_SORTS, event.target.value) })}
            >
              {MARKET_SORTS.map((sort) => (
                <option key={sort} value={sort}>
                  {t(`sorts.${sort}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
    </div>
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
