/** The only reader of the machine's clock in the portal and the worker. Leases, sessions, ids and logs use it as it is. */
export const realNow = (): Date => new Date();
