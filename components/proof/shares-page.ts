/** Receipts that are fetched at once. */
export const SHARES_PAGE = 50;
