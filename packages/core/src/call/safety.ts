/**
 * What repeating a call may do: nothing (`read`), nothing more than the first time (`idempotent-write`), or something
 * again (`write`). A tool of which nothing is known is a `write`.
 */
export type Safety = 'read' | 'idempotent-write' | 'write';
