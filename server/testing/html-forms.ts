/** Just enough of HTML to fill in the plain forms of the bank's own pages, as a browser without scripts would. */

export type Control = Readonly<{ tag: 'input' | 'button'; attributes: ReadonlyMap<string, string> }>;
export type HtmlForm = Readonly<{ action: string; method: string; controls: readonly Control[] }>;

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number.parseInt(decimal, 10));
    return ENTITIES[String(name).toLowerCase()] ?? whole;
  });
}

function attributesOf(tag: string): Map<string, string> {
  const attributes = new Map<string, string>();
  const inside = tag.replace(/^<\w+/, '').replace(/\/?>$/, '');
  for (const [, name = '', double, single, bare] of inside.matchAll(
    /([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g,
  )) {
    attributes.set(name.toLowerCase(), decodeEntities(double ?? single ?? bare ?? ''));
  }
  return attributes;
}

/** The forms of a page, each with its inputs and buttons in order. */
export function formsOf(html: string): HtmlForm[] {
  return [...html.matchAll(/(<form\b[^>]*>)([\s\S]*?)<\/form>/gi)].map(([, open = '', content = '']) => {
    const attributes = attributesOf(open);
    const controls = [...content.matchAll(/<(input|button)\b[^>]*>/gi)].map(([tag, name = '']) => ({
      tag: name.toLowerCase() as Control['tag'],
      attributes: attributesOf(tag),
    }));
    return {
      action: attributes.get('action') ?? '',
      method: (attributes.get('method') ?? 'get').toLowerCase(),
      controls,
    };
  });
}

/** The control with an id, if the form has it. */
export const controlById = (form: HtmlForm, id: string): Control | undefined =>
  form.controls.find((control) => control.attributes.get('id') === id);

const isButton = ({ tag, attributes }: Control): boolean =>
  tag === 'button' || ['submit', 'button', 'reset', 'image'].includes(attributes.get('type') ?? '');

/**
 * What pressing `button` sends: every named input with its typed value (by id), else its own; a checkbox only when
 * checked or typed into; of the buttons only the one that is pressed.
 */
export function submission(form: HtmlForm, typed: Readonly<Record<string, string>>, button?: Control): URLSearchParams {
  const fields = new URLSearchParams();
  for (const control of form.controls) {
    const { attributes } = control;
    const name = attributes.get('name');
    if (!name || attributes.has('disabled')) continue;
    if (isButton(control)) {
      if (control === button) fields.append(name, attributes.get('value') ?? '');
      continue;
    }
    const value = typed[attributes.get('id') ?? ''];
    const ticked = attributes.get('type') === 'checkbox' || attributes.get('type') === 'radio';
    if (ticked && value === undefined && !attributes.has('checked')) continue;
    fields.append(name, ticked ? (attributes.get('value') ?? 'on') : (value ?? attributes.get('value') ?? ''));
  }
  return fields;
}

/** The words a person would read on the page, for messages. */
export function readableText(html: string): string {
  const body = html.replace(/<(script|style|head)\b[\s\S]*?<\/\1>/gi, ' ');
  return decodeEntities(body.replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
}
