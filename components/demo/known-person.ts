const KNOWN = [
  'investor_new',
  'investor_active',
  'borrower_applying',
  'borrower_repaying',
  'borrower_late',
  'borrower_enterprise',
  'guarantor',
  'officer',
  'officer_risk',
  'finance',
  'administrator',
] as const;
type KnownPerson = (typeof KNOWN)[number];

/** The demo's people by their logins, 'investor.new@…': the key of what is said about this person. */
export function knownPerson(login: string): KnownPerson | undefined {
  const key = login.split('@')[0]?.replace(/[.-]/g, '_');
  return KNOWN.find((known) => known === key);
}
