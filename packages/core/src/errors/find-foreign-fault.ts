import { reachableErrors } from './error-chain.ts';
import {
  FAULTS_BY_CODE,
  FAULTS_BY_NAME,
  FAULTS_BY_RPC_CODE,
  type ForeignFault,
  RPC_ANSWER,
  SPAWN_FAULTS,
} from './foreign-faults.ts';
import { MCPError } from './mcp-error.ts';
import { isErrorLike, propertyOf, textPropertyOf } from './thrown.ts';

/** What a foreign error turned out to be, and which of its causes told. */
export type FoundFault =
  | { readonly link: unknown; readonly fault: ForeignFault }
  /** An error of ours that somebody wrapped. */
  | { readonly link: MCPError; readonly fault?: undefined };

/** At most this many causes and parts of an error are looked at. */
const MAX_LINKS = 32;

/** The first error among a thrown value, its causes and its parts that can be known for what it is. Never throws. */
export function findForeignFault(thrown: unknown): FoundFault | undefined {
  for (const link of reachableErrors(thrown, MAX_LINKS)) {
    if (MCPError.isInstance(link)) return { link };
    const fault = faultOf(link);
    if (fault !== undefined) return { link, fault };
  }
  return undefined;
}

function faultOf(link: unknown): ForeignFault | undefined {
  if (!isErrorLike(link)) return undefined;
  const code = propertyOf(link, 'code');
  if (typeof code === 'string') {
    const isSpawn = textPropertyOf(link, 'syscall')?.startsWith('spawn') ?? false;
    const fault = (isSpawn ? SPAWN_FAULTS.get(code) : undefined) ?? FAULTS_BY_CODE.get(code) ?? tlsFault(code);
    if (fault !== undefined) return fault;
  }
  const named = FAULTS_BY_NAME.get(textPropertyOf(link, 'name') ?? '');
  return named ?? (isRpcCode(code) ? (FAULTS_BY_RPC_CODE.get(code) ?? RPC_ANSWER) : undefined);
}

/** OpenSSL and Node have too many of these to list. */
function tlsFault(code: string): ForeignFault | undefined {
  const isTls = code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_');
  return isTls ? { type: 'configuration', code: 'TLS_FAILED' } : undefined;
}

/** The range that JSON-RPC reserves for errors, and the code of a cancelled request right below it. */
function isRpcCode(code: unknown): code is number {
  return Number.isInteger(code) && Number(code) >= -32_800 && Number(code) <= -32_000;
}
