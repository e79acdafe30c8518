const PAGE = /<!doctype html|<html[\s>]|<head>|<title>|<body[\s>]/i;

/** Whether a text is, or holds, a web page. */
export function isHtml(text: string): boolean {
  return text.includes('<') && PAGE.test(text);
}

/** What a page says: title, headings and preformatted text, else all its words. Bounded by the text, which is clipped. */
export function readHtml(text: string): string {
  const said = [
    /<title>([^<]{1,300})/i,
    /<h1[^<>]{0,200}>([^<]{1,300})/i,
    /<h2[^<>]{0,200}>([^<]{1,300})/i,
    /<pre[^<>]{0,200}>([^<]{1,500})/i,
  ]
    .map((pattern) => pattern.exec(text)?.[1]?.trim())
    .filter((part) => part !== undefined && part !== '');
  const words = stripTags(text);
  return decode(said.length > 0 ? `${said.join('\n')}\n\n${words}` : words);
}

function stripTags(text: string): string {
  return text
    .replace(/<(?:script|style)[\s>][^<]{0,4000}/gi, ' ')
    .replace(/<[^<>]{0,2000}>/g, ' ')
    .replace(/\s{2,}/g, ' ')
    .trim()
    .slice(0, 2000);
}

function decode(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
