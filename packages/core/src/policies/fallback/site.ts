import type { Pack } from '../../diagnosis/packs/pack.ts';
import type { FailedCall, FallbackServer } from './failed-call.ts';

/** Longer addresses are none. */
const MAX_ADDRESS = 500;

/** A site of a vendor that servers are configured with, or that calls name. */
export interface Site {
  readonly host: string;
  /** Without a slash at its end; empty for a whole host. */
  readonly path: string;
}

/** The site that the failed call was about, as far as anything tells; a UUID does not. */
export function siteOfCall(pack: Pack, { arguments: given, setting }: FailedCall): Site | undefined {
  const named = (pack.siteArguments ?? []).map((name) => (Object.hasOwn(given, name) ? given[name] : undefined));
  return siteOfSettings(pack, setting) ?? toSite(named.find((value) => value !== undefined));
}

/** Whether a server is configured with a site. Where it is not known, it may be any other. */
export function servesSite(pack: Pack, { setting }: FallbackServer, site: Site | undefined): boolean {
  const own = siteOfSettings(pack, setting);
  return own !== undefined && own.host === site?.host && own.path === site.path;
}

function siteOfSettings(pack: Pack, setting: FallbackServer['setting']): Site | undefined {
  for (const name of pack.baseUrlSettings ?? []) {
    const site = toSite(setting?.(name));
    if (site !== undefined) return site;
  }
  return undefined;
}

function toSite(value: unknown): Site | undefined {
  if (typeof value !== 'string' || value.length > MAX_ADDRESS) return undefined;
  // A host alone has a dot in it, which an id has not.
  const address = /^https?:\/\//i.test(value) ? value : value.includes('.') ? `https://${value}` : '';
  if (!URL.canParse(address)) return undefined;
  const { host, pathname } = new URL(address);
  // Confluence in the Cloud lives below /wiki of the site, and some servers want it in their setting.
  return { host, path: pathname.replace(/\/wiki(?:\/.*)?$/, '').replace(/\/{1,20}$/, '') };
}
