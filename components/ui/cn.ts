import { type ClassValue, clsx } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

const merge = extendTailwindMerge({
  extend: { classGroups: { 'font-size': [{ text: ['2xs', 'xs', 'sm', 'base', 'lg', 'xl', '2xl', '3xl', '4xl'] }] } },
});

/** Class names in order, a later one of a kind replacing an earlier. */
export const cn = (...classes: ClassValue[]): string => merge(clsx(classes));
