/** I9: whether a secret stands in a text. */
export function hidesSecrets(text: string, secrets: readonly string[], where: string): string | undefined {
  const found = secrets.some((secret) => text.includes(secret));
  return found ? `A secret stands in ${where}: ${text.slice(0, 300)}` : undefined;
}
