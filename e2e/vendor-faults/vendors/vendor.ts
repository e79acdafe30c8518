import type { StatusFault } from '../faults.ts';

/** What a vendor answers. */
export interface VendorAnswer {
  /** Sent as JSON, a string as it is. */
  readonly body: unknown;
  /** Where the vendor has another status for this, as one that answers 200 to everything.
   * @default the status of the fault */
  readonly status?: number;
  /** Whether it says when to come back.
   * @default false */
  readonly isTemporary?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One service on the internet, as far as its failures go. */
export interface Vendor {
  readonly name: string;
  /** The paths of the stand-in that are this service's. */
  readonly paths: RegExp;
  readonly answers: Readonly<Record<StatusFault, VendorAnswer>>;
  /** Failures that only this service has, each with its own status. */
  readonly special?: Readonly<Record<string, VendorAnswer & { readonly status: number }>>;
}
