'use client';

import { useQueryClient } from '@tanstack/react-query';
import { type RefObject, useRef } from 'react';
import { newRequestId } from './request-id.ts';

/** For a mutation after which anything on the page may read otherwise. */
export function useRefresh(): { onSettled: () => Promise<void> } {
  const queryClient = useQueryClient();
  return { onSettled: () => queryClient.invalidateQueries() };
}

/** The same, with an id for each request: whatever came of one, the next is another. */
export function useRequest(): { requestId: RefObject<string>; onSettled: () => Promise<void> } {
  const { onSettled } = useRefresh();
  const requestId = useRef(newRequestId());
  return {
    requestId,
    onSettled: () => {
      requestId.current = newRequestId();
      return onSettled();
    },
  };
}
