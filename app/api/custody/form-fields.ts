const LARGEST_BYTES = 4 * 1024 * 1024;

/** The text fields of a form, urlencoded or multipart, as they were sent; undefined for anything else. */
export async function formFields(request: Request): Promise<Record<string, string> | undefined> {
  const length = Number(request.headers.get('content-length') ?? 0);
  if (length > LARGEST_BYTES) return undefined;
  try {
    const fields: Record<string, string> = {};
    for (const [name, value] of await request.formData()) if (typeof value === 'string') fields[name] = value;
    return fields;
  } catch {
    return undefined;
  }
}
