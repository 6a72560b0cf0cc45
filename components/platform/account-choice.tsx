'use client';

import { useTranslations } from 'next-intl';
import { Choice } from '#components/ui/field.tsx';

/** The platform's accounts at the bank, by the last digit of their numbers. */
export const ACCOUNT_NUMBERS = ['0', '1', '2', '3', '4', '5', '6', '7'] as const;
export const OWN_FUNDS = 'SYS_GENERATE_004';
const PREFIX = 'SYS_GENERATE_00';

export const numberOf = (last: string): string => PREFIX + last;

/** What a platform account is for, by its number at the bank. */
export function useAccountName(): (platformUserNo: string) => string {
  const t = useTranslations('platformAccounts.account');
  return (platformUserNo) => {
    const last = ACCOUNT_NUMBERS.find((digit) => platformUserNo === numberOf(digit));
    return last === undefined ? platformUserNo : t(last);
  };
}

type Props = { label: string; value: string; onChange: (platformUserNo: string) => void; disabled?: boolean };

/** One of the eight. */
export function AccountChoice(props: Props) {
  const nameOf = useAccountName();
  const options = ACCOUNT_NUMBERS.map((last) => ({
    value: numberOf(last),
    label: `${last.padStart(3, '0')} ${nameOf(numberOf(last))}`,
  }));
  return <Choice {...props} options={options} />;
}
