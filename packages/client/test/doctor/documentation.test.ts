import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { STEP_TITLES } from '../../src/doctor/doctor-report.ts';
import { DOCTOR_DEFAULTS } from '../../src/doctor/run-doctor.ts';

const page = readFileSync(new URL('../../../../docs/doctor.md', import.meta.url), 'utf8');

it.each(Object.entries(STEP_TITLES))('docs/doctor.md explains the check %s', (id, title) => {
  expect(page).toContain(`| ${title} | \`${id}\` |`);
});

it('docs/doctor.md says what the default deadline is', () => {
  expect(page).toContain(`| \`deadlineMs\` | number | ${DOCTOR_DEFAULTS.deadlineMs} |`);
});
