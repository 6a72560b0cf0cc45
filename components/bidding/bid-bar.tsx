'use client';

import { useEffect, useState } from 'react';
import { buttonStyle } from '#components/ui/button.tsx';

/** On a phone: the way to the bid box, under the thumb for as long as the box itself is out of sight. */
export function BidBar({ label }: { label: string }) {
  const [away, setAway] = useState(false);
  useEffect(() => {
    const box = document.getElementById('bid');
    if (!box) return;
    const observer = new IntersectionObserver(([seen]) => setAway(seen ? !seen.isIntersecting : false));
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  if (!away) return null;
  return (
    <a
      href="#bid"
      className={buttonStyle({ size: 'lg', className: 'fixed inset-x-4 bottom-18 z-20 shadow-lift lg:hidden' })}
    >
      {label}
    </a>
  );
}
