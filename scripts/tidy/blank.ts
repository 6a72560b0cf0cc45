/** Characters after which a slash begins a regular expression and not a division. */
const BEFORE_REGEX = /(?:^|[=(,:;!&|?{}[+\-*%<>~^]|\b(?:return|typeof|case|in|of|do|else|void|await|yield))\s*$/;

const spaces = (text: string): string => text.replace(/[^\n]/g, ' ');

/** The end of a quoted string that begins at `start`, or `start` when its line ends first: then it is JSX text. */
function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === text[start]) return index;
    else if (text[index] === '\n') break;
  }
  return start;
}

function endOfRegex(text: string, start: number): number {
  let inClass = false;
  for (let index = start + 1; index < text.length && text[index] !== '\n'; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === '[') inClass = true;
    else if (text[index] === ']') inClass = false;
    else if (text[index] === '/' && !inClass) return index;
  }
  return start;
}

function endOfComment(text: string, start: number): number {
  const end = text.indexOf('*/', start + 2);
  return end < 0 ? text.length : end + 2;
}

/**
 * The program with comments and the insides of strings, templates and regular expressions turned to spaces: the same
 * length and the same lines, so that whatever is found in it is code. TypeScript 7 offers no parser to scripts.
 */
export function blank(text: string): string {
  let out = '';
  let index = 0;
  /** For each template that is open, the depth of braces at which its `${` was met. */
  const templates: number[] = [];
  let depth = 0;
  const copy = (end: number): void => {
    out += text.slice(index, end);
    index = end;
  };
  const hide = (end: number): void => {
    out += spaces(text.slice(index, end));
    index = end;
  };
  const template = (): void => {
    let end = index;
    while (end < text.length && text[end] !== '`' && !text.startsWith('${', end)) end += text[end] === '\\' ? 2 : 1;
    hide(Math.min(end, text.length));
    if (text[index] === '`') copy(index + 1);
    else {
      templates.push(depth);
      depth += 1;
      copy(index + 2);
    }
  };
  while (index < text.length) {
    const char = text[index];
    if (text.startsWith('//', index)) hide(`${text}\n`.indexOf('\n', index));
    else if (text.startsWith('/*', index)) hide(endOfComment(text, index));
    else if (char === "'" || char === '"') {
      const end = endOfString(text, index);
      copy(index + 1);
      if (end >= index) hide(end);
      if (index === end) copy(end + 1);
    } else if (char === '`') {
      copy(index + 1);
      template();
    } else if (char === '/' && BEFORE_REGEX.test(out.slice(-40))) {
      const end = endOfRegex(text, index);
      copy(index + 1);
      if (end >= index) hide(end);
    } else {
      if (char === '{') depth += 1;
      if (char === '}') depth -= 1;
      copy(index + 1);
      if (char === '}' && templates.at(-1) === depth) {
        templates.pop();
        template();
      }
    }
  }
  return out;
}
