import type { KnownErrorCode } from './error-code.ts';

/** Which class of ours stands for a foreign error, and with which code. */
export interface ForeignFault {
  readonly type:
    | 'connection'
    | 'silence'
    | 'timeout'
    | 'cancelled'
    | 'configuration'
    | 'permission'
    | 'file'
    | 'arguments'
    | 'method'
    | 'protocol'
    | 'answer'
    | 'unforeseen';
  readonly code: KnownErrorCode;
}

const REFUSED: ForeignFault = { type: 'connection', code: 'CONNECTION_REFUSED' };
const RESET: ForeignFault = { type: 'connection', code: 'CONNECTION_RESET' };
const NO_ADDRESS: ForeignFault = { type: 'connection', code: 'HOST_NOT_FOUND' };
const NO_WAY: ForeignFault = { type: 'connection', code: 'HOST_UNREACHABLE' };
const NOT_ACCEPTED: ForeignFault = { type: 'connection', code: 'CONNECTION_TIMEOUT' };
const SILENT: ForeignFault = { type: 'silence', code: 'CONNECTION_TIMEOUT' };
const CANCELLED: ForeignFault = { type: 'cancelled', code: 'CALL_CANCELLED' };
const TIMED_OUT: ForeignFault = { type: 'timeout', code: 'OPERATION_TIMEOUT' };
const UNTRUSTED: ForeignFault = { type: 'configuration', code: 'TLS_FAILED' };
const FORBIDDEN: ForeignFault = { type: 'permission', code: 'PERMISSION_DENIED' };
const NO_FILE: ForeignFault = { type: 'file', code: 'RESOURCE_NOT_FOUND' };

/** What the codes of Node, OpenSSL, c-ares and undici mean. */
export const FAULTS_BY_CODE: ReadonlyMap<string, ForeignFault> = new Map([
  ['ECONNREFUSED', REFUSED],
  ['ECONNRESET', RESET],
  ['ECONNABORTED', RESET],
  ['EPIPE', RESET],
  ['ERR_STREAM_PREMATURE_CLOSE', RESET],
  ['ERR_STREAM_DESTROYED', RESET],
  ['UND_ERR_SOCKET', RESET],
  ['UND_ERR_CLOSED', RESET],
  ['UND_ERR_DESTROYED', RESET],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', RESET],
  ['ENOTFOUND', NO_ADDRESS],
  ['EAI_AGAIN', NO_ADDRESS],
  ['EAI_FAIL', NO_ADDRESS],
  ['EAI_NODATA', NO_ADDRESS],
  ['EAI_NONAME', NO_ADDRESS],
  ['EHOSTUNREACH', NO_WAY],
  ['EHOSTDOWN', NO_WAY],
  ['ENETUNREACH', NO_WAY],
  ['ENETDOWN', NO_WAY],
  ['EADDRNOTAVAIL', NO_WAY],
  ['ETIMEDOUT', NOT_ACCEPTED],
  ['UND_ERR_CONNECT_TIMEOUT', NOT_ACCEPTED],
  ['UND_ERR_HEADERS_TIMEOUT', SILENT],
  ['UND_ERR_BODY_TIMEOUT', SILENT],
  ['ABORT_ERR', CANCELLED],
  ['UND_ERR_ABORTED', CANCELLED],
  ['ETIME', TIMED_OUT],
  ['EPROTO', UNTRUSTED],
  ['CERT_HAS_EXPIRED', UNTRUSTED],
  ['CERT_NOT_YET_VALID', UNTRUSTED],
  ['CERT_REVOKED', UNTRUSTED],
  ['CERT_REJECTED', UNTRUSTED],
  ['CERT_UNTRUSTED', UNTRUSTED],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', UNTRUSTED],
  ['SELF_SIGNED_CERT_IN_CHAIN', UNTRUSTED],
  ['UNABLE_TO_GET_ISSUER_CERT', UNTRUSTED],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', UNTRUSTED],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', UNTRUSTED],
  ['EACCES', FORBIDDEN],
  ['EPERM', FORBIDDEN],
  ['ERR_ACCESS_DENIED', FORBIDDEN],
  ['ENOENT', NO_FILE],
  ['EADDRINUSE', { type: 'configuration', code: 'PORT_IN_USE' }],
]);

/** The same codes mean something else when a process was to be started. */
export const SPAWN_FAULTS: ReadonlyMap<string, ForeignFault> = new Map([
  ['ENOENT', { type: 'configuration', code: 'SPAWN_COMMAND_NOT_FOUND' }],
  ['EACCES', { type: 'configuration', code: 'SPAWN_COMMAND_NOT_EXECUTABLE' }],
  ['EPERM', { type: 'configuration', code: 'SPAWN_COMMAND_NOT_EXECUTABLE' }],
  ['ENOEXEC', { type: 'configuration', code: 'SPAWN_COMMAND_NOT_EXECUTABLE' }],
  ['ENOTDIR', { type: 'configuration', code: 'SPAWN_CWD_NOT_FOUND' }],
]);

/** What the platform throws when a signal aborts, and what promise libraries call a timeout. */
export const FAULTS_BY_NAME: ReadonlyMap<string, ForeignFault> = new Map([
  ['AbortError', CANCELLED],
  ['TimeoutError', TIMED_OUT],
]);

/** What the JSON-RPC codes with one meaning mean; the others are answers of a server that failed. */
export const FAULTS_BY_RPC_CODE: ReadonlyMap<number, ForeignFault> = new Map([
  [-32602, { type: 'arguments', code: 'INVALID_ARGUMENTS' }],
  [-32601, { type: 'method', code: 'METHOD_NOT_FOUND' }],
  [-32600, { type: 'arguments', code: 'REQUEST_REJECTED' }],
  [-32700, { type: 'arguments', code: 'REQUEST_REJECTED' }],
  [-32022, { type: 'protocol', code: 'VERSION_UNSUPPORTED' }],
  [-32800, CANCELLED],
]);

export const RPC_ANSWER: ForeignFault = { type: 'answer', code: 'SERVER_ERROR' };
export const UNFORESEEN: ForeignFault = { type: 'unforeseen', code: 'UNEXPECTED_ERROR' };
