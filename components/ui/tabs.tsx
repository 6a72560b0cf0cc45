import { cn } from './cn.ts';

type TabsProps<Key extends string> = {
  label: string;
  tabs: readonly { key: Key; label: string }[];
  value: Key;
  onChange: (key: Key) => void;
};

/** One of a few views of the same list: buttons that say which is pressed. */
export function Tabs<Key extends string>({ label, tabs, value, onChange }: TabsProps<Key>) {
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="sr-only">{label}</legend>
      {tabs.map((tab) => (
        <button
          key={tab.key}
          type="button"
          aria-pressed={tab.key === value}
          onClick={() => onChange(tab.key)}
          className={cn(
            'num min-h-8 rounded-md px-2.5 text-xs text-soft hover:bg-sunk',
            tab.key === value && 'bg-accent-wash font-medium text-accent hover:bg-accent-wash',
          )}
        >
          {tab.label}
        </button>
      ))}
    </fieldset>
  );
}
