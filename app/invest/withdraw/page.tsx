import { admit } from '#server/rsc.ts';
import { HolderWithdraw, withdrawMetadata } from '../../holder-withdraw.tsx';

export const generateMetadata = withdrawMetadata;

export default async function InvestWithdrawPage() {
  await admit('investor', '/invest/withdraw');
  return <HolderWithdraw as="investor" />;
}
