import { Button } from './button.tsx';
import { PanelBody } from './panel.tsx';

type Paged = { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };

/** The way on in a list that is fetched page by page; nothing at its end. */
export function More({ query, label }: { query: Paged; label: string }) {
  if (!query.hasNextPage) return null;
  return (
    <PanelBody className="pt-4">
      <Button look="outline" size="sm" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {label}
      </Button>
    </PanelBody>
  );
}
