import { admit } from '#server/rsc.ts';
import { HolderWithdraw, withdrawMetadata } from '../../holder-withdraw.tsx';

export const generateMetadata = withdrawMetadata;

export default async function GuaranteeWithdrawPage() {
  await admit('guarantor', '/guarantee/withdraw');
  return <HolderWithdraw as="guarantor" />;
}
