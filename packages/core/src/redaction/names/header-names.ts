/**
 * Whether a header may be shown. Everything else is hidden: a header of its own is how most services take their keys.
 */
export function isHarmlessHeader(name: string): boolean {
  const lowerName = name.toLowerCase();
  return HARMLESS.has(lowerName) || HARMLESS_STARTS.some((start) => lowerName.startsWith(start));
}

const HARMLESS: ReadonlySet<string> = new Set(
  (
    ':authority :method :path :scheme :status accept accept-charset accept-encoding accept-language accept-patch accept-post ' +
    'accept-ranges age allow alt-svc anthropic-beta anthropic-version api-supported-versions api-version baggage cache-control ' +
    'cdn-cache-control cf-cache-status cf-ray clear-site-data connection content-disposition content-encoding content-language ' +
    'content-length content-location content-md5 content-range content-security-policy content-type date deprecation device-memory ' +
    'digest dnt early-data etag expect expect-ct expires feature-policy forwarded from github-authentication-token-expiration ' +
    'grpc-status grpc-message grpc-encoding host idempotency-key if-match if-modified-since if-none-match if-range ' +
    'if-unmodified-since keep-alive last-event-id last-modified link location max-forwards mcp-method mcp-name ' +
    'mcp-protocol-version mime-version nel notion-version openai-beta openai-model openai-organization openai-processing-ms ' +
    'openai-project openai-version origin permissions-policy pragma prefer preference-applied priority proxy-authenticate ' +
    'proxy-connection proxy-status range referer referrer-policy refresh report-to reporting-endpoints request-id retry-after ' +
    'save-data server server-timing sourcemap stripe-version strict-transport-security sunset surrogate-control te ' +
    'timing-allow-origin traceparent tracestate trailer transfer-encoding upgrade upgrade-insecure-requests user-agent vary ' +
    'via warning www-authenticate x-accel-buffering x-api-version x-arequestid x-atlassian-token x-aspnet-version x-cache ' +
    'x-cache-hits x-client-name x-client-version x-content-type-options x-correlation-id x-dns-prefetch-control ' +
    'x-download-options x-envoy-upstream-service-time x-error-code x-forwarded-for x-forwarded-host x-forwarded-port ' +
    'x-forwarded-proto x-frame-options x-goog-api-client x-github-api-version x-github-media-type x-github-request-id ' +
    'x-http-method-override x-oauth-scopes x-accepted-oauth-scopes x-permitted-cross-domain-policies x-powered-by x-real-ip ' +
    'x-request-id x-requested-with x-response-time x-robots-tag x-runtime x-seraph-loginreason x-served-by x-slack-req-id ' +
    'x-stainless-lang x-timer x-trace-id x-transaction-id x-ua-compatible x-version x-xss-protection'
  ).split(' '),
);

const HARMLESS_STARTS: readonly string[] = [
  'access-control-',
  'sec-ch-',
  'sec-fetch-',
  'x-amz-cf-',
  'x-amz-id-',
  'x-amz-request',
  'x-amzn-requestid',
  'x-amzn-trace',
  'x-b3-',
  'x-cache-',
  'x-datadog-',
  'x-mcp-',
  'x-ms-request',
  'x-ms-version',
  'x-rate-limit',
  'x-ratelimit',
  'x-stainless-',
  'ratelimit',
];
