/**
 * A text of a server without the frames of call stacks: they tell a model nothing, and everybody who reads along how the server is
 * built and where it lies. On one line or several, of Node, Java, .NET and Python; linear in the length of the text.
 */
export function withoutStack(text: string): string {
  return FRAMES.reduce((rest, frame) => rest.replace(frame, ''), text);
}

// Each looks at a run of white space from its beginning only: from everywhere in it takes the square of its length.
const FRAMES: readonly RegExp[] = [
  // at async Client.send (/srv/app/client.js:10:5), at file:///srv/app/client.js:10:5
  /(?<!\s)\s+at (?:async |new )?(?:[\w$.<>[\]]{1,200}(?: \[as [\w$]{1,100}\])? )?\(?[^\s()]{1,300}:\d{1,9}:\d{1,9}\)?/g,
  // at org.example.Client.send(Client.java:10)
  /(?<!\s)\s+at [\w$.<>]{1,300}\([\w$.]{1,100}(?::\d{1,9})?\)/g,
  // at Example.Client.Send() in /srv/app/Client.cs:line 10
  /(?<!\s)\s+at [\w$.<>`]{1,300}\([^()\n]{0,300}\) in [^\n]{1,300}?:line \d{1,9}/g,
  /(?<!\s)\s*Traceback \(most recent call last\):/g,
  /(?<!\s)\s*File "[^"\n]{1,300}", line \d{1,9}(?:, in [\w<>.]{1,200})?/g,
];
