import { describe, expect, it } from 'vitest';
import { MCPOutcomeUnknownError } from '../../../src/errors/outcome-unknown-error.ts';
import { noteRetrySuppressed, outcomeUnknownError } from '../../../src/policies/retry/errors.ts';
import { errorOf, failed, httpError, toolError } from '../settle/attempts.ts';

const WRITE = { server: 'jira', operation: 'call_tool(create_issue)' };

describe('outcomeUnknownError', () => {
  it('says which write, where, how far it got, and with what to look', () => {
    const failure = failed(errorOf('CALL_TIMEOUT'), 'unknown');
    const error = outcomeUnknownError({ ...WRITE, failure, verifyWith: 'search_issues' });
    expect(MCPOutcomeUnknownError.isInstance(error)).toBe(true);
    expect(error.message).toBe(
      'It is not known whether call_tool(create_issue) ran on server "jira": it was sent, and no answer came (CALL_TIMEOUT). Failed with CALL_TIMEOUT.',
    );
    expect(error.hint).toBe(
      'Never repeat this write blindly: verify with the tool "search_issues" whether it ran, and repeat it only if it did not.',
    );
    expect(error).toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      retryable: false,
      mayHaveExecuted: true,
      delivery: 'unknown',
      verifyWith: 'search_issues',
      serverName: 'jira',
    });
    expect(error.cause).toBe(failure.error);
    expect(error.context).toMatchObject({ operation: 'call_tool(create_issue)', causeCode: 'CALL_TIMEOUT' });
  });

  it('sends people to the system behind the server where no tool is known', () => {
    const error = outcomeUnknownError({ ...WRITE, failure: failed(errorOf('RESPONSE_LOST'), 'unknown') });
    expect(error.hint).toContain('verify in the system behind server "jira" whether it ran');
    expect(error.verifyWith).toBeUndefined();
    expect(error.toJSON()).not.toHaveProperty('verifyWith');
    expect(error.context).toMatchObject({ causeCode: 'RESPONSE_LOST', causeKind: 'connection' });
  });

  it('tells of an answer that says nothing', () => {
    expect(outcomeUnknownError({ ...WRITE, failure: httpError(504) }).message).toContain(
      'it was sent, and the answer was HTTP 504, which does not say (UPSTREAM_TIMEOUT)',
    );
    const behind = toolError('Request failed with status code 504');
    expect(outcomeUnknownError({ ...WRITE, failure: behind }).message).toContain(
      'what the server answered does not say',
    );
  });

  it('tells of an attempt before the last one', () => {
    const failure = failed(errorOf('CONNECTION_REFUSED'), 'not-sent');
    expect(outcomeUnknownError({ ...WRITE, failure }).message).toContain('but an earlier attempt may have');
  });
});

describe('noteRetrySuppressed', () => {
  it('keeps the error and says why its call was not sent again', () => {
    const error = errorOf('CONNECTION_RESET');
    expect(noteRetrySuppressed(error, 'budget')).toBe(error);
    expect(error.context).toMatchObject({ retrySuppressed: 'budget' });
  });
});
