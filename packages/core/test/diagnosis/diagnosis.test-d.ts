import { expectTypeOf } from 'vitest';
import {
  diagnose,
  type FailureDiagnosis,
  isFailure,
  type MCPError,
  type ResultDiagnosis,
  toMCPError,
} from '../../src/index.ts';

const diagnosis = diagnose({ shape: 'exception', payload: undefined }, { server: 'acme' });

// @ts-expect-error An error is made of a failure only: whoever has a diagnosis asks first.
toMCPError(diagnosis, { server: 'acme' });

if (isFailure(diagnosis)) expectTypeOf(toMCPError(diagnosis, { server: 'acme' })).toEqualTypeOf<MCPError>();

expectTypeOf<ResultDiagnosis>().not.toExtend<FailureDiagnosis>();
