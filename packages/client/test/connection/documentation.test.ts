import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { SERVER_OPTION_DEFAULTS } from '../../src/config/configuration.ts';
import { MAX_EVIDENCE_LENGTH } from '../../src/connection/failure-context.ts';
import { HTTP_LIMITS } from '../../src/connection/http/watched-transport.ts';
import { NETWORK_VARIABLES, SAFE_VARIABLES } from '../../src/connection/stdio/child-environment.ts';
import { PROBE_TIMEOUT_MS } from '../../src/connection/stdio/connect-stdio.ts';
import { PROCESS_END_LIMITS } from '../../src/connection/stdio/process-tree.ts';
import { STDERR_TAIL_LIMITS } from '../../src/connection/stdio/stderr-tail.ts';
import { STDIO_LIMITS } from '../../src/connection/stdio/stdio-transport.ts';
import { EGRESS_DEFAULTS } from '../../src/egress/egress.ts';

const page = readFileSync(new URL('../../../../docs/connections.md', import.meta.url), 'utf8');

it.each([
  ['`maxMessageBytes`', SERVER_OPTION_DEFAULTS.maxMessageBytes],
  ['queued input', STDIO_LIMITS.maxQueuedBytes],
  ['noise in one go', STDIO_LIMITS.maxIdleBytesPerTurn],
  ['stderr kept', STDERR_TAIL_LIMITS.maxBytes],
  ['probe', PROBE_TIMEOUT_MS],
  ['grace', PROCESS_END_LIMITS.graceMs],
  ['session end', HTTP_LIMITS.terminateMs],
  ['accept', HTTP_LIMITS.acceptMs],
  ['connections', EGRESS_DEFAULTS.maxConnections],
  ['idle connection', EGRESS_DEFAULTS.keepAliveMs],
])('docs/connections.md says what the limit %s is', (name, value) => {
  expect(page).toContain(`| ${name} | ${value} |`);
});

it('docs/connections.md names every variable that a child inherits', () => {
  for (const name of [...SAFE_VARIABLES, ...NETWORK_VARIABLES]) expect(page).toContain(`\`${name.toUpperCase()}\``);
  expect(page).toContain(`at most ${MAX_EVIDENCE_LENGTH} characters`);
});
