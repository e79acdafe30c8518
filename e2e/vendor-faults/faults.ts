/** What a vendor can do to a request: the answers with a status, and those that are no answer at all. */
export const STATUS_FAULTS = [400, 401, 403, 404, 409, 422, 429, 432, 500, 503] as const;

/** A status that stands for a fault. */
export type StatusFault = (typeof STATUS_FAULTS)[number];

/**
 * One way in which a vendor answers.
 *
 * `html` is a page with status 200, `broken` is JSON that ends early with status 200, `reset` cuts the connection in the
 * middle of the answer, `silence` takes the request and never answers.
 */
export type Fault = '200' | `${StatusFault}` | 'html' | 'broken' | 'reset' | 'silence';

/** Every fault, in the order of the documentation. */
export const FAULTS: readonly Fault[] = [
  '200',
  '400',
  '401',
  '403',
  '404',
  '409',
  '422',
  '429',
  '432',
  '500',
  '503',
  'html',
  'broken',
  'reset',
  'silence',
];
