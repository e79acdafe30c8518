import type { KnownErrorCode } from '../error-code.ts';
import type { Advice } from './suggestion.ts';

/** Codes of connections and processes. */
export const REACHING_ADVICE = {
  CONNECTION_FAILED: [
    {
      cause: 'The URL, its port or a proxy is wrong, or the network is down.',
      fix: 'Check the URL and the port of the server, HTTPS_PROXY and NO_PROXY, and the network.',
    },
  ],
  CONNECTION_REFUSED: [
    {
      cause: 'Nothing listens at the address of the server.',
      fix: 'Check that the server is running and that the port in its URL is right.',
    },
  ],
  CONNECTION_RESET: [
    {
      cause: 'The server, or a proxy in front of it, crashed, restarted or ended the connection.',
      fix: 'Read the log of the server; after a write, check whether it took effect before you call again.',
    },
  ],
  CONNECTION_CLOSED: [
    {
      cause: 'The connection ended while it was needed.',
      fix: 'Call again: it is opened by itself. When it happens often, read the log of the server.',
    },
  ],
  CONNECTION_TIMEOUT: [
    {
      cause: 'A firewall drops packets, the address is wrong, or the host is overloaded.',
      fix: 'Check the network, the firewall and the port in the URL of the server.',
    },
  ],
  HOST_NOT_FOUND: [
    {
      cause: 'The host name is misspelled, or no name server answers.',
      fix: 'Check the host name in the URL of the server, and the network and DNS of this machine.',
    },
  ],
  HOST_UNREACHABLE: [
    {
      cause: 'The network or the VPN is down, or a firewall refuses.',
      fix: 'Check the network, the VPN and the firewall.',
    },
  ],
  PROCESS_EXITED: [
    {
      cause: 'The process crashed, or stopped because an argument or a variable is missing.',
      fix: 'Read the last lines that it wrote (stderrTail), check its arguments and environment variables, and run its command by hand.',
    },
  ],
  RESPONSE_LOST: [
    {
      cause: 'A proxy ended the event stream, or the server restarted.',
      fix: 'Let the proxy keep event streams open; after a write, check whether it took effect before you call again.',
    },
  ],
  SERVER_NOT_CONNECTED: [
    {
      cause: 'An earlier attempt to connect failed.',
      fix: 'Fix what the cause says; the next attempt comes by itself.',
    },
  ],
  CLIENT_CLOSED: [
    {
      cause: 'The client was closed before the call.',
      fix: 'Create a new client, or put the server back into the configuration.',
    },
  ],
  TLS_FAILED: [
    {
      cause: 'The certificate has expired, is for another host or not trusted here, or the port does not speak HTTPS.',
      fix: 'Renew the certificate, correct the host name, or set seawall.tls.caFile of the server.',
    },
  ],
  ADDRESS_REFUSED: [
    {
      cause: 'The host name points to an address that is not connected to.',
      fix: 'Write the address itself into the URL if it is really meant.',
    },
  ],
  REDIRECT_REFUSED: [
    {
      cause: 'The server has moved, or the network wants a login first.',
      fix: 'Write the new address into the URL if you trust it.',
    },
  ],
  ENDPOINT_NOT_MCP: [
    { cause: 'The path of the URL is wrong.', fix: 'Correct the path in the URL; many endpoints end in /mcp or /sse.' },
  ],
  SPAWN_COMMAND_NOT_FOUND: [
    {
      cause: 'The command is not installed, misspelled, or not on the PATH that the server gets.',
      fix: 'Install the command, or write its absolute path into the entry of the server.',
    },
  ],
  SPAWN_COMMAND_NOT_EXECUTABLE: [
    {
      cause: 'The file lacks the permission to be executed, or its interpreter is missing.',
      fix: 'Run chmod +x on the command, or start it through its interpreter.',
    },
  ],
  SPAWN_CWD_NOT_FOUND: [
    {
      cause: 'The working folder does not exist on this machine.',
      fix: 'Create the folder, or correct cwd in the entry of the server.',
    },
  ],
  SPAWN_FAILED: [
    {
      cause: 'The system refused to start the process.',
      fix: 'Run the command by hand, and check its arguments and the limits of this machine.',
    },
  ],
  SERVER_DISABLED: [{ cause: 'The configuration leaves the server out.', fix: 'Enable the server in its entry.' }],
  PLATFORM_UNSUPPORTED: [
    {
      cause: 'Servers over stdio can not be started on this platform.',
      fix: 'Run Seawall in WSL or in a container, or reach the server over HTTP.',
    },
  ],
} as const satisfies Readonly<Partial<Record<KnownErrorCode, Advice>>>;
