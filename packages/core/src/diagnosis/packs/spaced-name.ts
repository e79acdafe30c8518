/** A name as words with a space on either side, so that whole words can be looked for. */
export function spacedName(name: string): string {
  return ` ${String(name)
    .slice(0, 200)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()} `;
}

/** `getJiraIssue` as `get Jira Issue`. */
export function splitCamelCase(name: string): string {
  return name.slice(0, 200).replace(/([a-z0-9])([A-Z])/g, '$1 $2');
}
