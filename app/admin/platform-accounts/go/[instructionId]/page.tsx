import { HandOff } from '#components/custody/hand-off.tsx';
import { admitStaff } from '#server/rsc.ts';

type Props = { params: Promise<{ instructionId: string }> };

/** Takes somebody of finance to the bank's page for the platform's own money. */
export default async function PlatformHandOffPage({ params }: Props) {
  const { instructionId } = await params;
  await admitStaff(['finance'], '/admin/platform-accounts');
  return <HandOff instructionId={instructionId} home="/admin/platform-accounts" ofPlatform />;
}
