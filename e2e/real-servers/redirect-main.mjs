// Loaded into a server before its own code: requests to the internet go to the stand-in, with the host as the first part of
// the path. The client libraries in use all end in fetch or in node:https.

import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';

const standIn = new URL(process.env.STAND_IN_URL ?? '');

/** @param {URL} url */
function redirected(url) {
  return url.protocol === 'https:' ? new URL(`/${url.host}${url.pathname}${url.search}`, standIn) : url;
}

const fetchAsIs = globalThis.fetch;
globalThis.fetch = (input, init) => {
  if (!(input instanceof Request)) return fetchAsIs(redirected(new URL(String(input))), init);
  return fetchAsIs(new Request(redirected(new URL(input.url)), input), init);
};

https.request = (...parameters) => {
  const [first, second] = parameters;
  const named = typeof first === 'string' || first instanceof URL;
  const given = named ? second : first;
  const options = typeof given === 'object' ? given : {};
  const callback = parameters.find((parameter) => typeof parameter === 'function');
  const url = named
    ? new URL(String(first))
    : new URL(options.path ?? '/', `https://${options.hostname ?? options.host}`);
  const { pathname, search } = redirected(url);
  // All of these would lead back to where the request was meant to go.
  const { agent, agents, protocol, ...rest } = options;
  return http.request(
    { ...rest, host: standIn.hostname, hostname: standIn.hostname, port: standIn.port, path: `${pathname}${search}` },
    callback,
  );
};
https.get = (...parameters) => https.request(...parameters).end();
syncBuiltinESMExports();
