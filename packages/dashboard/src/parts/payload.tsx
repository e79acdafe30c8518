import type { JSX } from 'react';
import { plural } from '../format/amounts.ts';
import styles from './payload.module.css';

/** What a call carried, with how much of it is hidden; a word where it is not kept. */
export function Payload({ title, text }: { readonly title: string; readonly text: string | undefined }): JSX.Element {
  const hidden = text?.match(/\[REDACTED(?::[^\]]*)?\]/g)?.length ?? 0;
  return (
    <div>
      <h3>
        {title}
        {hidden === 0 ? '' : ` (${plural(hidden, 'secret')} hidden)`}
      </h3>
      {text === undefined ? (
        <p className={styles.none}>It is not kept.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached with the keyboard.
        <pre className={styles.payload} tabIndex={0} dir="auto">
          {indent(text)}
        </pre>
      )}
    </div>
  );
}

function indent(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // What was cut off, or is no JSON at all, is shown as it is.
    return text;
  }
}
