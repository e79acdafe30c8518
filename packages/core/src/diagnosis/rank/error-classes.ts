import type { KnownErrorCode } from '../../errors/error-code.ts';
import type { Clue, FailureKind } from './clue.ts';
import { readVendorCode, toWords } from './vendor-codes.ts';

type Row = readonly [kind: FailureKind, code: KnownErrorCode, retryable?: boolean];

/** Classes by which a program says that it has a bug. */
const BUG: Row = ['server_error', 'SERVER_BUG', false];
const TIMEOUT: Row = ['timeout', 'UPSTREAM_TIMEOUT'];
const CONNECT_TIMEOUT: Row = ['connection', 'CONNECTION_TIMEOUT'];
const UNREACHABLE: Row = ['connection', 'CONNECTION_FAILED'];
const RESET: Row = ['connection', 'CONNECTION_RESET'];
const MALFORMED: Row = ['protocol', 'RESPONSE_MALFORMED'];
const ARGUMENTS: Row = ['validation', 'INVALID_ARGUMENTS'];
const NOT_FOUND: Row = ['not_found', 'ITEM_NOT_FOUND'];
const TLS: Row = ['configuration', 'TLS_FAILED'];

/** Classes of JavaScript, Python, Java, Go and of clients written in them, without the modules they stand in. */
const CLASSES: Readonly<Record<string, Row>> = {
  AbortError: ['cancelled', 'CALL_CANCELLED'],
  CancelledError: ['cancelled', 'CALL_CANCELLED'],
  CanceledError: ['cancelled', 'CALL_CANCELLED'],
  TaskCanceledException: ['cancelled', 'CALL_CANCELLED'],
  OperationCanceledException: ['cancelled', 'CALL_CANCELLED'],
  CancellationException: ['cancelled', 'CALL_CANCELLED'],
  JobCancellationException: ['cancelled', 'CALL_CANCELLED'],
  CancelledException: ['cancelled', 'CALL_CANCELLED'],
  OperationCancelledException: ['cancelled', 'CALL_CANCELLED'],
  TimeoutError: TIMEOUT,
  ReadTimeout: TIMEOUT,
  WriteTimeout: TIMEOUT,
  PoolTimeout: TIMEOUT,
  ReadTimeoutError: TIMEOUT,
  HeadersTimeoutError: TIMEOUT,
  BodyTimeoutError: TIMEOUT,
  ServerTimeoutError: TIMEOUT,
  SocketTimeoutException: TIMEOUT,
  TimeoutException: TIMEOUT,
  HttpTimeoutException: TIMEOUT,
  APITimeoutError: TIMEOUT,
  APIConnectionTimeoutError: TIMEOUT,
  ConnectTimeout: CONNECT_TIMEOUT,
  ConnectTimeoutError: CONNECT_TIMEOUT,
  HttpConnectTimeoutException: CONNECT_TIMEOUT,
  ConnectionTimeoutError: CONNECT_TIMEOUT,
  ServerSelectionTimeoutError: UNREACHABLE,
  MongoServerSelectionError: UNREACHABLE,
  MongoNetworkError: UNREACHABLE,
  NewConnectionError: UNREACHABLE,
  MaxRetryError: UNREACHABLE,
  NameResolutionError: ['connection', 'HOST_NOT_FOUND'],
  UnknownHostException: ['connection', 'HOST_NOT_FOUND'],
  gaierror: ['connection', 'HOST_NOT_FOUND'],
  ConnectException: ['connection', 'CONNECTION_REFUSED'],
  ConnectionRefusedError: ['connection', 'CONNECTION_REFUSED'],
  ConnectionError: UNREACHABLE,
  ConnectError: UNREACHABLE,
  APIConnectionError: UNREACHABLE,
  ClientConnectorError: UNREACHABLE,
  ClientConnectorDNSError: ['connection', 'HOST_NOT_FOUND'],
  ConnectionResetError: RESET,
  ConnectionAbortedError: RESET,
  BrokenPipeError: RESET,
  RemoteDisconnected: RESET,
  ServerDisconnectedError: RESET,
  RemoteProtocolError: RESET,
  IncompleteRead: RESET,
  ChunkedEncodingError: RESET,
  ClientPayloadError: RESET,
  ClosedResourceError: ['connection', 'CONNECTION_CLOSED'],
  BrokenResourceError: ['connection', 'CONNECTION_CLOSED'],
  EndOfStream: ['connection', 'CONNECTION_CLOSED'],
  SocketError: RESET,
  SSLError: TLS,
  SSLCertVerificationError: TLS,
  ClientConnectorCertificateError: TLS,
  SSLHandshakeException: TLS,
  ProxyError: UNREACHABLE,
  TooManyRedirects: ['configuration', 'REDIRECT_REFUSED'],
  JSONDecodeError: MALFORMED,
  JsonParseException: MALFORMED,
  HTTPParserError: ['protocol', 'INVALID_MESSAGE'],
  ContentTypeError: MALFORMED,
  ZodError: ['protocol', 'INVALID_MESSAGE'],
  UnauthorizedError: ['authentication', 'AUTHENTICATION_REQUIRED'],
  AuthenticationError: ['authentication', 'CREDENTIALS_INVALID'],
  NoCredentialsError: ['authentication', 'CREDENTIALS_MISSING'],
  CredentialsProviderError: ['authentication', 'CREDENTIALS_MISSING'],
  RefreshError: ['authentication', 'CREDENTIALS_EXPIRED'],
  InsufficientScopeError: ['permission', 'SCOPE_MISSING'],
  PermissionError: ['permission', 'PERMISSION_DENIED'],
  AccessDeniedException: ['permission', 'PERMISSION_DENIED'],
  FileNotFoundError: NOT_FOUND,
  NotADirectoryError: ARGUMENTS,
  IsADirectoryError: ARGUMENTS,
  FileExistsError: ['conflict', 'ALREADY_EXISTS'],
  ModuleNotFoundError: ['configuration', 'DEPENDENCY_MISSING'],
  ImportError: ['configuration', 'DEPENDENCY_MISSING'],
  UrlElicitationRequiredError: ['authentication', 'AUTHORIZATION_REQUIRED'],
  MissingRequiredClientCapabilityError: ['protocol', 'CAPABILITY_REQUIRED'],
  UnsupportedProtocolVersionError: ['protocol', 'VERSION_UNSUPPORTED'],
  ResourceNotFoundError: NOT_FOUND,
  ValidationError: ARGUMENTS,
  DoesNotExist: NOT_FOUND,
  KeyError: BUG,
  AttributeError: BUG,
  IndexError: BUG,
  NameError: BUG,
  UnboundLocalError: BUG,
  ZeroDivisionError: BUG,
  AssertionError: BUG,
  NotImplementedError: BUG,
  RecursionError: BUG,
  MemoryError: BUG,
  ReferenceError: BUG,
  NullPointerException: BUG,
  IndexOutOfBoundsException: BUG,
  ArrayIndexOutOfBoundsException: BUG,
  ClassCastException: BUG,
  IllegalStateException: BUG,
  OutOfMemoryError: BUG,
  StackOverflowError: BUG,
};

/** Classes that programs use for everything: what they say stands in their message. */
const SAYS_NOTHING: ReadonlySet<string> = new Set([
  'Error',
  'Exception',
  'RuntimeError',
  'TypeError',
  'ValueError',
  'OSError',
  'IOError',
  'SyntaxError',
  'McpError',
  'MCPError',
  'SdkError',
  'SdkHttpError',
  'ProtocolError',
  'ToolError',
  'ToolException',
  'StreamableHTTPError',
  'SseError',
  'HTTPError',
  'HttpError',
  'HTTPStatusError',
  'AxiosError',
  'ApiError',
  'APIError',
  'APIStatusError',
  'APIResponseError',
  'ClientError',
  'ClientResponseError',
  'RequestError',
  'RequestException',
  'FetchError',
  'ResponseError',
  'DatabaseError',
  'OperationalError',
  'ProgrammingError',
  'AggregateError',
  'ExceptionGroup',
  'InternalError',
]);

const PROGRAM_ERROR = /^(?:Syntax|Type|Range|Reference|Eval|URI|Value|Runtime)Error$/;

/** Whether a name is one of a language's own classes: where it stands as a code, its words mean nothing. */
export function isProgramError(name: string): boolean {
  return PROGRAM_ERROR.test(name);
}

/** Reads the names of error classes, innermost first; what no list knows is read by its words, as codes are. */
export function readErrorClasses(classes: readonly string[]): readonly Clue[] {
  const clues: Clue[] = [];
  for (const name of classes.toReversed()) {
    const local = name.slice(name.lastIndexOf('.') + 1);
    if (SAYS_NOTHING.has(local)) continue;
    const row = Object.hasOwn(CLASSES, local) ? CLASSES[local] : undefined;
    const clue = row ? fromRow(local, row) : byWords(local);
    if (clue) clues.push(clue);
  }
  return clues;
}

function fromRow(value: string, [kind, code, retryable]: Row): Clue {
  const isGeneral = kind === 'server_error' || kind === 'validation' || kind === 'protocol';
  return { source: 'error-class', value, kind, code, isGeneral, ...(retryable === undefined ? {} : { retryable }) };
}

function byWords(name: string): Clue | undefined {
  const words = toWords(name).replace(/ error$/, '');
  const clue = words === '' ? undefined : readVendorCode(words.replaceAll(' ', '_'));
  if (clue) return { ...clue, source: 'error-class', value: name };
  return /(?:Connection|Network|Socket)(?:Error|Exception)$/.test(name) ? fromRow(name, UNREACHABLE) : undefined;
}
