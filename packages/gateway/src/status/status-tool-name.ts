/** The name of the gateway's own tool; no tool of a server is ever listed under it. */
export const STATUS_TOOL_NAME = 'seawall_status';
