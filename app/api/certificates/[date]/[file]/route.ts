import { getTranslations } from 'next-intl/server';
import { certificatePdf, type Language, type Words } from '#server/documents/certificate-pdf.ts';
import { type CertificateView, certificateOfDay } from '#server/domain/reconciliation/certificate-queries.ts';
import { plainDate } from '#server/primitives/calendar.ts';
import { admitDesk, attachment } from '../../../admit-desk.ts';

type Props = { params: Promise<{ date: string; file: string }> };

const notFound = (): Response => new Response(null, { status: 404 });

async function pdfOf({ body, hash }: CertificateView, name: string, lang: Language): Promise<Response> {
  if (!body) return notFound();
  const t = (await getTranslations({ locale: lang })) as unknown as Words;
  const bytes = await certificatePdf(body, hash, t, lang);
  return new Response(Buffer.from(bytes), { headers: attachment(`${name}.${lang}.pdf`, 'application/pdf') });
}

async function answer(found: CertificateView, file: string): Promise<Response> {
  const name = `certificate-${found.date}-v${found.version}`;
  switch (file) {
    case 'certificate.json':
      return new Response(found.text, { headers: attachment(`${name}.json`, 'application/json; charset=utf-8') });
    case 'certificate.json.sha256':
      return new Response(`${found.hash}  ${name}.json\n`, {
        headers: attachment(`${name}.json.sha256`, 'text/plain; charset=utf-8'),
      });
    case 'certificate.zh.pdf':
      return pdfOf(found, name, 'zh-CN');
    case 'certificate.en.pdf':
      return pdfOf(found, name, 'en');
    default:
      return notFound();
  }
}

/**
 * The certificate of a date for finance and the auditors: `certificate.json`, the very bytes that were hashed;
 * `certificate.json.sha256` as `sha256sum -c` reads it; `certificate.zh.pdf` and `certificate.en.pdf`. The newest
 * version unless `?version=` names one.
 */
export async function GET(request: Request, { params }: Props): Promise<Response> {
  const ctx = await admitDesk();
  if (ctx instanceof Response) return ctx;
  const { date, file } = await params;
  const version = new URL(request.url).searchParams.get('version');
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || (version && !/^\d{1,6}$/.test(version))) return notFound();
  const asked = { date: plainDate(date), version: version ? Number.parseInt(version, 10) : undefined };
  const found = await certificateOfDay(ctx, asked);
  return found ? answer(found, file) : notFound();
}
