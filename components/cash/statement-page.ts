/** Lines of a statement that are fetched at once. */
export const STATEMENT_PAGE = 20;
