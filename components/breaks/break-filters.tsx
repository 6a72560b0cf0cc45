import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { Field, Input, Select } from '#components/ui/field.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { BREAK_KINDS, CHECK_NAMES } from '#server/primitives/break-words.ts';
import { type Filter, STATES } from './break-filter.ts';

type Option = Readonly<{ value: string; label: string }>;
type ChoiceProps = Readonly<{ name: string; label: string; value: string; options: readonly Option[] }>;

function Chosen({ name, label, value, options }: ChoiceProps) {
  return (
    <Field label={label}>
      {(control) => (
        <Select {...control} name={name} defaultValue={value}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

/** What the list is narrowed to: a plain form whose answers stand in the address. */
export function BreakFilters({ filter }: { filter: Filter }) {
  const t = useTranslations('breaks');
  const words = useTranslations('reconciliation');
  const any: Option = { value: '', label: t('any') };
  return (
    <Panel className="p-4 sm:p-5">
      <form action="/admin/breaks" className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        <Field label={t('date')}>
          {(control) => <Input {...control} type="date" name="date" defaultValue={filter.date} />}
        </Field>
        <Chosen
          name="check"
          label={words('check')}
          value={filter.check ?? ''}
          options={[any, ...CHECK_NAMES.map((value) => ({ value, label: words(`name.${value}`) }))]}
        />
        <Chosen
          name="kind"
          label={words('kindOf')}
          value={filter.kind ?? ''}
          options={[any, ...BREAK_KINDS.map((value) => ({ value, label: words(`kind.${value}`) }))]}
        />
        <Chosen
          name="state"
          label={t('state')}
          value={filter.state}
          options={STATES.map((value) => ({ value, label: t(`states.${value}`) }))}
        />
        <Field label={t('atLeast')}>
          {(control) => (
            <Input {...control} className="num" name="atLeast" inputMode="decimal" defaultValue={filter.atLeast} />
          )}
        </Field>
        <Chosen
          name="sort"
          label={t('sort')}
          value={filter.sort}
          options={[
            { value: 'age', label: t('byAge') },
            { value: 'amount', label: t('byAmount') },
          ]}
        />
        {filter.cause ? <input type="hidden" name="cause" value={filter.cause} /> : null}
        <div className="flex items-end gap-3 sm:col-span-2">
          <Button type="submit" look="outline">
            {t('show')}
          </Button>
          <Link href="/admin/breaks" className="py-2 text-sm text-accent underline-offset-4 hover:underline">
            {t('reset')}
          </Link>
        </div>
      </form>
    </Panel>
  );
}
