import { toShownText, toShownUrl } from '../shown-text.ts';

/** What a server asks for, as it says in `WWW-Authenticate`; each a line. */
export function explainChallenge(challenge: string | undefined): readonly string[] {
  if (challenge === undefined || challenge.trim() === '')
    return ['It does not say what it asks for: there is no WWW-Authenticate header.'];
  const text = challenge.slice(0, MAX_LENGTH);
  const schemes = [...text.matchAll(/(?:^|,)\s*([A-Za-z][\w-]*)(?=\s+[\w-]+\s*=|\s*$|\s*,)/g)].map(
    ([, scheme]) => scheme,
  );
  const parameter = (name: string): string | undefined =>
    new RegExp(`(?:^|[\\s,])${name}\\s*=\\s*(?:"([^"]*)"|([^\\s,]+))`, 'i').exec(text)?.slice(1).find(Boolean);
  const metadata = parameter('resource_metadata');
  const scope = parameter('scope');
  const error = parameter('error');
  const description = parameter('error_description');
  return [
    schemes.length === 0 ? 'It asks for credentials.' : `It asks for ${schemes.join(' or ')} credentials.`,
    ...(scope === undefined ? [] : [`Scope: ${toShownText(scope, 200)}`]),
    ...(metadata === undefined ? [] : [`OAuth metadata: ${toShownUrl(metadata)}`]),
    ...(error === undefined ? [] : [`Its words: ${toShownText([error, description].filter(Boolean).join(': '), 300)}`]),
  ];
}

/** Whether a server asks for OAuth, as far as its challenge tells. */
export function asksForOAuth(challenge: string | undefined): boolean {
  return challenge !== undefined && /resource_metadata\s*=/i.test(challenge);
}

const MAX_LENGTH = 2000;
