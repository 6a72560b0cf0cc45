import { admit } from '#server/rsc.ts';
import { HolderWithdraw, withdrawMetadata } from '../../holder-withdraw.tsx';

export const generateMetadata = withdrawMetadata;

export default async function BorrowWithdrawPage() {
  await admit('borrower', '/borrow/withdraw');
  return <HolderWithdraw as="borrower" />;
}
