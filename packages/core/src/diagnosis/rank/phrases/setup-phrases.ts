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
      \bexit(?:ed)?(?: with)? (?:code|status)[: ]{1,2}12[67]\b
      \bsh: (?:line )?\d{1,4}: [\w./-]{1,80}: not found\b
      \bno such file or directory: ['\"](?:ffmpeg|ffprobe|npx|npm|node|uvx?|docker|git|gh|kubectl|adb|java|pandoc|tesseract|rg|jq|bash|pwsh|code|convert|magick|yt-dlp|terraform|aws|gcloud|az|psql|sqlite3)['\"]
      \b(?:host )?system is missing dependencies\b
      \bmissing x server\b
      \bdistribution ['\"]?\w{2,20}['\"]? is not found\b
      \bunable to find utility\b
      \bfailed to load native (?:binding|module|addon)\b
      \bdll load failed\b
      \bspecified module could not be found\b
      \bglibcx{0,2}_[\d.]{1,8}['\"\`]? not found\b
      \brequires? (?:node(?:\.js)?|python|java|go|ruby|php|\.net) ?(?:version )?(?:>=?|\d)
      \bthe engine ['\"]?\w{2,10}['\"]? is incompatible\b
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
      \bmust specify (?:a |the |an aws )?region\b
      \bhost key verification failed\b
      \bremote host identification has changed\b
      \bregion is missing\b
      \binvalid connection (?:string|url)\b
      \bmust (?:first )?be (?:initialized|configured)\b
      \bcontext ["'][^"']{1,80}["'] does not exist\b
      \bcurrent-context is not set\b
      \bpermanent ?redirect\b
      \b(?:incorrectly|improperly|wrongly|badly) configured\b
      \bconfigured (?:incorrectly|improperly|wrongly)\b
      \b(?:bad|wrong|broken|incomplete|faulty) (?:\w+ )?configuration\b
      \b(?:invalid|bad|wrong|illegal|unsupported) (?:value (?:\S{1,40} )?(?:for|in|of) )?(?:the )?env(?:ironment)? var
      \bbase[ _]?url must (?:start|begin|be|include)\b
      \b(?:failed|unable|could not|cannot) (?:to )?(?:load|read|parse|find|open) (?:the )?(?:\S{1,60} )?(?:config|configuration|settings)(?: file)?\b
      \b(?:config|configuration|settings)\.(?:json|ya?ml|toml|ini)['\"]? (?:was |is )?(?:not found|missing|does not exist)\b
      \bunable to open database file\b
      \bwebhook url (?:is |was )?(?:not set|missing|not provided|empty)\b
      \bno configuration has been provided\b
      \bsignature (?:expired|not yet current): \d{4}
      \bplease (?:first )?configure (?:the|your|an?)\b
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
      \b(?:ssl|tls) is not enabled on the server\b
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
    code: 'REDIRECT_REFUSED',
    corrects: true,
    text: anyOf`
      \bmax(?:imum)? (?:number of )?redirects?\b
      \btoo[ _]many[ _]redirects\b
    `,
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
