/** A set of words that are listed with blanks between. */
export function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}

/** Words, each with the rule under which it is listed; accents are composed, as `classifyName` composes those of names. */
export function table(groups: Readonly<Record<string, string>>, separator = ' '): ReadonlyMap<string, string> {
  const entries = Object.entries(groups).flatMap(([rule, list]) =>
    list.split(separator).map((word): [string, string] => [word.normalize('NFC'), rule]),
  );
  return new Map(entries);
}
