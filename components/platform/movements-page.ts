/** How many lines of an account come at once. */
export const MOVEMENTS_PAGE = 20;
