// @ts-check

export const ERROR_CODES = {
  methodNotFound: -32601,
  invalidParams: -32602,
  missingClientCapability: -32021,
  unsupportedVersion: -32022,
};

/** A JSON-RPC error that a handler answers with. */
export class FaultError extends Error {
  /**
   * @param {number} code
   * @param {string} message
   * @param {unknown} [data]
   */
  constructor(code, message, data) {
    super(message);
    this.name = 'FaultError';
    this.code = code;
    this.data = data;
  }
}

/** @returns {FaultError} what answers a method that the server does not have */
export function methodNotFound() {
  return new FaultError(ERROR_CODES.methodNotFound, 'Method not found');
}
