import { type ErrorCode, findErrorCode } from './error-code.ts';

/** The page that explains every code, from the root of the repository. */
export const ERROR_DOCS_PAGE = 'docs/errors.md';

/** The anchor of a code on {@link ERROR_DOCS_PAGE}: `CALL_TIMEOUT` stands under `#call_timeout`. */
export function docsAnchor(code: ErrorCode): string {
  return code.toLowerCase();
}

/** Where a code is explained, as `docs/errors.md#call_timeout`; `undefined` for codes of users, which have no entry. */
export function errorDocsUrl(code: ErrorCode): string | undefined {
  return findErrorCode(code) === undefined ? undefined : `${ERROR_DOCS_PAGE}#${docsAnchor(code)}`;
}
