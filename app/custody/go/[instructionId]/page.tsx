import { HandOff } from '#components/custody/hand-off.tsx';
import { homeOf } from '#components/shell/nav.ts';
import { admit } from '#server/rsc.ts';

type Props = { params: Promise<{ instructionId: string }> };

export default async function HandOffPage({ params }: Props) {
  const { instructionId } = await params;
  const someone = await admit('anybody', `/custody/go/${instructionId}`);
  return <HandOff instructionId={instructionId} home={homeOf(someone.roles)} />;
}
