import { anyOf } from '../matching/any-of.ts';
import type { Phrase } from './phrase.ts';

/** What somebody has to set up on the server's side before this can work. */
export const SETUP_PHRASES: readonly Phrase[] = [
  {
    kind: 'configuration',
    code: 'DEPENDENCY_MISSING',
    corrects: true,
    text: anyOf`
      \bspawn \S{1,300} (?:enoent|eacces|e2big|eperm)\b
      \bno module named\b
      \b(?:program|command|executable|binary)(?: \S{1,100})? (?:was )?(?:not found|could not be found|does not exist|not installed)\b
      \bcommand not found\b
      \bis not recognized as an internal\b
      \bexecutable (?:file )?(?:doesn't exist|not found)\b
      \b(?:browser|chromium|chrome|firefox|webkit|playwright|puppeteer|ffmpeg|docker|git|node|python|java|adb|tesseract|pandoc|ripgrep|rg)\b[\w\s'"(),./-]{0,40}\b(?:is |are )?not (?:installed|found in (?:path|\$path))\b
      \bplaywright install\b
      \bcould not find (?:chrome|chromium|browser)\b
      \bbrowserType\.launch\b.{0,40}\bexecutable\b
      \bcannot find (?:module|package)\b
      \bmodulenotfounderror\b
      \bmissing dependency\b
      \bnot found in (?:\$?path|%path%)\b
      \bplease install\b
      \bpip install\b
      \bnpm install -g\b
      \blibrary (?:is )?not (?:loaded|found)\b
      \berror while loading shared libraries\b
      \bno such file or directory: '(?:/[\w-]+){0,6}/(?:bin|python\d?|node|npx|uvx?)\b
      ^env: \S{1,60}: no such file or directory$
      \bsession not created\b
      \b(?:cannot|could not|unable to) find (?:a )?(?:chrome|firefox|browser|chromedriver|geckodriver) ?binary\b
      \b(?:chromedriver|geckodriver|webdriver)\b.{0,60}\b(?:only supports|version|not found)\b
      \bshared object file\b
      \bno procedure with the name\b
    `,
  },
  {
    kind: 'configuration',
    code: 'SERVICE_NOT_ENABLED',
    corrects: true,
    text: anyOf`
      \bhas not been used in project\b
      \bapi (?:is |has )?(?:not (?:been )?enabled|disabled|not activated)\b
      \benable it by visiting\b
      \bservice (?:is )?not enabled\b
      \bnot enabled for (?:this|your) (?:project|account|workspace|organization)\b
      \b(?:extension|plugin|integration|addon|feature flag) (?:['"\`]?[\w.-]{1,60}['"\`]? )?(?:is )?not (?:installed|enabled|activated|connected)\b
      \brequires? (?:the )?(?:plugin|extension|addon)\b
      \bmissing ?subscription ?registration\b
      \bnot registered to use namespace\b
      \bapoc is installed\b
    `,
  },
  {
    kind: 'configuration',
    code: 'SERVER_NOT_CONFIGURED',
    corrects: true,
    text: anyOf`
      \bnot (?:properly |correctly |yet |been )?configured\b
      \bno (?:\w+ ){0,4}configured\b
      \b(?:configuration|config) (?:error|file|missing|not found|is missing|is invalid|is incomplete|required)\b
      \bmisconfigur
      \bmissing (?:\w+ )?configuration\b
      \bensure (?:the )?server is configured\b
      \binvalid configuration\b
      \bunsupported grant type\b
      \bunauthorized_client\b
      \bredirect_uri_mismatch\b
      \bredirect uri\b.{0,40}\b(?:mismatch|invalid|not)
      \bnot set up\b
      \bno default (?:project|region|workspace|database)\b
      \bproject id (?:is )?(?:required|not set|missing)\b
      \bmissing region\b
      \bregion is missing\b
      \binvalid connection (?:string|url)\b
      \bmust (?:first )?be (?:initialized|configured)\b
      \bcontext ["'][^"']{1,80}["'] does not exist\b
      \bcurrent-context is not set\b
      \bpermanent ?redirect\b
    `,
    unless: anyOf`
      \bnot configured (?:to allow|for access)\b
      \bno fallback has been configured\b
    `,
  },
];

/** What is wrong with an endpoint, or with how it is reached. */
export const ENDPOINT_PHRASES: readonly Phrase[] = [
  {
    kind: 'connection',
    code: 'CONNECTION_TIMEOUT',
    corrects: true,
    text: anyOf`
      \btls handshake time(?:out|d out)\b
      \bssl handshake[\w\s]{0,20}timed out\b
      \bsecure tls connection was established\b
      \bhandshake (?:operation )?timed out\b
    `,
  },
  {
    kind: 'configuration',
    code: 'TLS_FAILED',
    corrects: true,
    text: anyOf`
      \bself[- ]signed certificate
      \b(?:ssl|tls) certificate (?:is )?invalid\b
      \binvalid (?:ssl|tls) certificate\b
      \bcertificate (?:has expired|is expired|verify failed|verification failed|is not (?:yet )?valid|is not trusted|signed by unknown authority|unknown|rejected|required)
      \bcertificate_verify_failed\b
      \bunable to (?:verify the first|get (?:local )?issuer) certificate\b
      \bunable to verify leaf signature\b
      \bx509:
      \bwrong version number\b
      \bhostname/ip does not match\b
      \bip mismatch\b
      \bpkix path\b
      \bunable to find valid certification path\b
      \bssl routines\b
      \bssl: (?:certificate|wrong|unsupported|no)
      \binvalid peer certificate\b
      \bunsupported protocol version ssl\b
      \btls: (?:failed|handshake failure|bad certificate|unknown)
      \bsslv3_alert
      \bcert_(?:has_expired|authority_invalid|common_name_invalid)
      \bnet::err_cert_\w+
      \bssl certificate problem\b
      \bno ssl certificate\b
      \bserver does not support ssl\b
      \bssl connection could not be established\b
      \btls (?:connection )?(?:error|failed)\b
      \bunknownissuer\b
      \btrust anchor\b
      \bcertificate chain\b.{0,60}\b(?:untrusted|not trusted|partialchain)\b
    `,
  },
  {
    kind: 'configuration',
    code: 'ENDPOINT_NOT_MCP',
    corrects: true,
    text: anyOf`
      \bcannot (?:post|get|put|delete) /
      \bredirect to \S+ not followed\b
      \bunexpected redirect\b
      \btoo many redirects\b
      \bwebhook\b.{0,80}\bnot (?:registered|listening)\b
    `,
    only: 'transport',
  },
  {
    kind: 'configuration',
    code: 'REDIRECT_REFUSED',
    corrects: true,
    text: anyOf`
      \bredirect response '3\d\d\b
      \bredirects? (?:is|are|was|were) not (?:followed|allowed|supported)\b
    `,
    only: 'transport',
  },
  {
    kind: 'configuration',
    code: 'ADDRESS_REFUSED',
    corrects: true,
    text: anyOf`
      \binvalid host(?: header)?\b
      \b(?:invalid|disallowed|forbidden) origin\b
      \borigin (?:is )?not allowed\b
      \bhost (?:is )?not allowed\b
      \bhost header\b
    `,
  },
  {
    kind: 'configuration',
    code: 'CONFIG_INVALID',
    corrects: true,
    text: anyOf`
      (?:^|\n)bad port$
      \bfailed to parse url\b
      \bunsupported protocol scheme\b
      \binvalid url scheme\b
      \bno schema supplied\b
      \bmissing schema\b
      \bonly absolute urls are supported\b
      \brequest url is missing an? ['"]?https?\b
      \bunknown scheme\b
      \bunsupported (?:url )?(?:protocol|scheme)\b(?! version)
    `,
    only: 'start',
  },
];

/** How a server says that it does not know our session. In a tool's own words a session is one of a browser or a login. */
export const SESSION_PHRASES: readonly Phrase[] = [
  {
    kind: 'protocol',
    code: 'SESSION_LOST',
    corrects: true,
    retryable: true,
    only: 'transport',
    text: anyOf`
      \bsession (?:id )?(?:was |is |has )?(?:not found|expired|terminated|closed|invalid|gone|does not exist|not initialized|unknown|is required|required|missing)\b
      \bno valid session\b
      \binvalid (?:or (?:missing|expired) )?(?:mcp[- ]?)?session\b
      \b(?:unknown|missing|expired|no active) (?:mcp[- ])?session\b
      \b(?:server|session) (?:is )?not (?:yet )?initialized\b
      \bno transport found for session\b
      \bno active transport\b
      \bcould not find session\b
      \bno such session\b
      \binitialization (?:was )?not complete\b
      \bbefore initialization (?:was |is )?complete
      \b(?:invalid|not allowed|not permitted) (?:before|during) (?:session )?initiali[sz]ation\b
    `,
    unless: anyOf`
      \b(?:log ?in|sign ?in|password|jwt|missing sessionid parameter)\b
    `,
  },
  {
    kind: 'protocol',
    code: 'SESSION_ALREADY_INITIALIZED',
    corrects: true,
    text: anyOf`
      \balready initialized\b
    `,
  },
  {
    kind: 'protocol',
    code: 'VERSION_UNSUPPORTED',
    corrects: true,
    text: anyOf`
      \b(?:unsupported|incompatible|unknown|invalid) (?:mcp )?protocol[ -]version\b
      \bprotocol version (?:is )?(?:not supported|unsupported|mismatch)
    `,
  },
  {
    kind: 'protocol',
    code: 'UNEXPECTED_CONTENT',
    corrects: true,
    text: anyOf`
      \bmissing sessionid parameter\b
      \bclient must accept\b
      \bcontent-type must be\b
      \bunsupported media type\b
      \bnot acceptable:
    `,
    only: 'transport',
  },
];
