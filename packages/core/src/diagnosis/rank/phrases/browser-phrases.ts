import { anyOf } from '../matching/any-of.ts';
import type { Phrase } from './phrase.ts';

/** Errors of browsers, by the names that they have in their sources; their words alone would mislead. */
export const BROWSER_PHRASES: readonly Phrase[] = [
  {
    kind: 'configuration',
    code: 'TLS_FAILED',
    corrects: true,
    decides: true,
    text: anyOf`
      \berr_(?:cert_\w{3,40}|ssl_\w{3,60}|bad_ssl_\w{3,40})\b
      \b(?:ssl|sec)_error_(?:unknown|bad|expired|untrusted|unsupported|no_|revoked|protocol|ca_|reused|rx_|weak|invalid)\w{0,40}
      \bmozilla_pkix_error_\w{3,60}
    `,
  },
  {
    kind: 'permission',
    code: 'PERMISSION_DENIED',
    corrects: true,
    decides: true,
    text: anyOf`
      \berr_(?:blocked_by_\w{3,40}|access_denied|network_access_denied|unsafe_port|disallowed_url_scheme)\b
      \bns_error_(?:content_blocked|port_access_not_allowed|proxy_forbidden)\b
    `,
  },
  {
    kind: 'validation',
    code: 'INVALID_ARGUMENTS',
    corrects: true,
    decides: true,
    text: anyOf`
      \berr_(?:unknown_url_scheme|invalid_argument)\b
      \bnet::err_invalid_url\b
      \bns_error_(?:malformed_uri|unknown_protocol)\b
    `,
    only: 'call',
  },
  {
    kind: 'not_found',
    code: 'ITEM_NOT_FOUND',
    corrects: true,
    decides: true,
    text: anyOf`
      \bnet::err_file_not_found\b
      \bns_error_file_not_found\b
    `,
  },
  {
    kind: 'protocol',
    code: 'UNEXPECTED_CONTENT',
    corrects: true,
    decides: true,
    text: anyOf`
      \berr_(?:http_response_code_failure|invalid_http_response|invalid_response|invalid_redirect|content_decoding_failed|unsafe_redirect)\b
      \bns_error_(?:corrupted_content|invalid_content_encoding|net_http_\w{3,30})\b
    `,
  },
  {
    kind: 'connection',
    code: 'HOST_NOT_FOUND',
    corrects: true,
    decides: true,
    text: anyOf`
      \bns_error_unknown_(?:proxy_)?host\b
      \berr_(?:name_resolution_failed|dns_\w{3,40})\b
    `,
  },
  {
    kind: 'connection',
    code: 'CONNECTION_FAILED',
    corrects: true,
    decides: true,
    text: anyOf`
      \bns_error_(?:connection_refused|net_reset|net_interrupt|net_partial_transfer|offline|proxy_\w{3,40}|network_\w{3,30})\b
      \berr_(?:quic_protocol_error|http2_\w{3,40}|spdy_\w{3,40}|network_io_suspended|proxy_connection_failed|tunnel_connection_failed|socks_connection_failed)\b
    `,
  },
  {
    kind: 'timeout',
    code: 'UPSTREAM_TIMEOUT',
    corrects: true,
    decides: true,
    text: anyOf`
      \bns_error_net_timeout\b
    `,
  },
];
