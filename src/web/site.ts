/** Where this site is, for the people who use it: told by configuration alone, never by the Host header. */
export interface Site {
  origin: string;
  /** Reached over HTTPS, be it through a proxy. */
  secure: boolean;
  /** A path of this site, behind the prefix that PUBLIC_URL may have. */
  path(path: string): string;
}

export function createSite(publicUrl: string): Site {
  const { origin, protocol, pathname } = new URL(publicUrl);
  const prefix = pathname.replace(/\/+$/, "");
  return { origin, secure: protocol === "https:", path: (path) => prefix + path };
}
