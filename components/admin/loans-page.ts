/** Loans that staff are shown at once. */
export const LOANS_PAGE = 30;
