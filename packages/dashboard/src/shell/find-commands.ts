const MAX_SHOWN = 12;

/** The commands that have every word of the text in them; those that begin with it come first. */
export function findCommands<T extends { readonly title: string; readonly kind: string }>(
  commands: readonly T[],
  text: string,
): readonly T[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = commands.filter(({ title, kind }) => {
    const name = `${title} ${kind}`.toLowerCase();
    return words.every((word) => name.includes(word));
  });
  const [first = ''] = words;
  return found
    .toSorted((one, other) => Number(startsWith(other, first)) - Number(startsWith(one, first)))
    .slice(0, MAX_SHOWN);
}

function startsWith({ title }: { readonly title: string }, word: string): boolean {
  return word !== '' && title.toLowerCase().startsWith(word);
}
